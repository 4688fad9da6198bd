using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Http;

/// <summary>Routes public requests by their raw target, the one place where paths are decoded.</summary>
internal static class PublicPaths
{
    private const string CallerHeader = "dapr-caller-app-id";
    private const string CallerTag = "dapr.caller.app_id";

    /// <param name="app">The pipeline.</param>
    /// <param name="contract">Below these the app channel serves the public contract to those who invoke this app through its sidecar.</param>
    public static IApplicationBuilder UsePublicPaths(this IApplicationBuilder app, params PathString[] contract) => app.Use((context, next) =>
    {
        if (context.Listener() != ListenerKind.Public)
        {
            if (context.Listener() != ListenerKind.App || !Array.Exists(contract, prefix => context.Request.Path.StartsWithSegments(prefix)))
            {
                return next(context);
            }

            // Set by the sidecar of whoever calls: for a trace, never for a right.
            Activity.Current?.SetTag(CallerTag, context.Request.Headers[CallerHeader].ToString());
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RawTarget.TryCanonicalPath(target, out var path))
        {
            return new ProblemResult(Problem.OfField(400, "path", "has a broken percent escape; encode each segment as UTF-8, once")).ExecuteAsync(context);
        }

        context.Request.Path = new PathString(path);
        return next(context);
    });

    /// <summary>The id in the path, decoded; null with a fault when it is none.</summary>
    public static string? PathId(this HttpContext context, Faults faults)
    {
        var id = RawTarget.Decode((string?)context.Request.RouteValues["id"] ?? "");
        if (IdText.Fault(id) is not { } fault)
        {
            return id;
        }

        faults.Add("", "id", fault);
        return null;
    }
}
