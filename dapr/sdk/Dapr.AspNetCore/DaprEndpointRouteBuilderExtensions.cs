using System.Text.Json;
using Dapr;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the route by which the sidecar learns the subscriptions.</summary>
public static class DaprEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/dapr/subscribe</c>.</summary>
    public static IEndpointConventionBuilder MapSubscribeHandler(this IEndpointRouteBuilder endpoints) => Map(endpoints, options: null);

    /// <summary>Maps <c>/dapr/subscribe</c>.</summary>
    public static IEndpointConventionBuilder MapSubscribeHandler(this IEndpointRouteBuilder endpoints, SubscribeOptions options) => Map(endpoints, options);

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, SubscribeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapGet("dapr/subscribe", async context =>
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("DaprTopicSubscription");
            var source = context.RequestServices.GetRequiredService<EndpointDataSource>();
            var subscriptions = SubscriptionCollector.Collect(source.Endpoints, options?.EnableRawPayload == true, logger);
            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(context.Response.Body, subscriptions, SubscriptionJson.Default.IReadOnlyListSubscription, context.RequestAborted);
        });
    }
}
