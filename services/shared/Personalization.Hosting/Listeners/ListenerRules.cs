using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

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
    /// <param name="app">The pipeline.</param>
    /// <param name="publicPaths">At and below them callers of the public listener are told of a wrong method (405); elsewhere it would betray internal routes.</param>
    public static IApplicationBuilder UseListenerRules(this IApplicationBuilder app, params PathString[] publicPaths) => app.Use((context, next) =>
    {
        // Routing's own answers to a wrong method or media type are no route endpoints.
        var listener = context.Listener();
        var served = context.GetEndpoint() switch
        {
            null => true,
            RouteEndpoint endpoint => (endpoint.Metadata.GetMetadata<ServedOnMetadata>()?.Kinds ?? AppOnly).Contains(listener),
            _ => listener == ListenerKind.App || Array.Exists(publicPaths, path => context.Request.Path.StartsWithSegments(path)),
        };
        if (!served)
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private sealed record ServedOnMetadata(ListenerKind[] Kinds);
}
