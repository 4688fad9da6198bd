using Dapr;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the unwrapping of CloudEvents.</summary>
public static class DaprApplicationBuilderExtensions
{
    /// <summary>Hands on the payload of a CloudEvent as if it were the request's body.</summary>
    public static IApplicationBuilder UseCloudEvents(this IApplicationBuilder builder) => UseCloudEvents(builder, new CloudEventsMiddlewareOptions());

    /// <summary>Hands on the payload of a CloudEvent as if it were the request's body.</summary>
    public static IApplicationBuilder UseCloudEvents(this IApplicationBuilder builder, CloudEventsMiddlewareOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseMiddleware<CloudEventsMiddleware>(options);
    }
}
