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

    /// <summary>
    /// These endpoints are the public contract: served at the public door, and on the app channel to whoever invokes this app through its sidecar. The same
    /// rules hold for both: <see cref="IsPublicCall"/>.
    /// </summary>
    public static TBuilder ServedToCallers<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.ServedOn(ListenerKind.Public, ListenerKind.App);
        endpoints.Add(endpoint => endpoint.Metadata.Add(PublicContractMetadata.Instance));
        return endpoints;
    }

    /// <summary>Whether the caller is somebody to be asked who they are: behind routing, at the public door or by an invocation of the public contract. What the own sidecar asks for itself is none.</summary>
    public static bool IsPublicCall(this HttpContext context) => context.Listener() switch
    {
        ListenerKind.Public => true,
        ListenerKind.App => context.GetEndpoint()?.Metadata.GetMetadata<PublicContractMetadata>() is not null,
        _ => false,
    };

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

    private sealed class PublicContractMetadata
    {
        public static PublicContractMetadata Instance { get; } = new();
    }
}
