using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Personalization.Hosting.Listeners;

/// <summary>Keeps every route on its own listener: what says nothing is served on Dapr's app channel alone.</summary>
public static class ListenerRules
{
    private static readonly ListenerKind[] AppOnly = [ListenerKind.App];

    /// <summary>Names the listeners that serve these endpoints.</summary>
    public static TBuilder ServedOn<TBuilder>(this TBuilder endpoints, params ListenerKind[] kinds)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new ServedOnMetadata(kinds)));
        return endpoints;
    }

    /// <summary>Stands after routing: an endpoint of another listener is not there (404).</summary>
    public static IApplicationBuilder UseListenerRules(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint
            && !(endpoint.Metadata.GetMetadata<ServedOnMetadata>()?.Kinds ?? AppOnly).Contains(context.Listener()))
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private sealed record ServedOnMetadata(ListenerKind[] Kinds);
}
