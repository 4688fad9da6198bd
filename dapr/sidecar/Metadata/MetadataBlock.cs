using System.Collections.Concurrent;
using System.Text;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Metadata;

/// <summary>Health, metadata and shutdown.</summary>
internal sealed class MetadataBlock(AppRuntime app) : IBuildingBlock
{
    /// <summary>The version of Dapr whose API this is.</summary>
    public const string RuntimeVersion = "1.18.3";

    /// <summary>The attribute by which daprd's clients learn its version.</summary>
    private const string RuntimeVersionAttribute = "daprRuntimeVersion";

    private const int MaxExtended = 1_000;

    private readonly ConcurrentDictionary<string, string> _extended = new(StringComparer.Ordinal) { [RuntimeVersionAttribute] = RuntimeVersion };

    public void MapEndpoints(ApiRoutes routes)
    {
        routes.Map("GET", "/v1.0/healthz", HealthAsync, open: true);
        routes.Map("GET", "/v1.0/healthz/outbound", OutboundHealthAsync, open: true);
        routes.Map("GET", "/v1.0/metadata", context => context.JsonAsync(Build(), MetadataJson.Default.MetadataDocument));
        routes.Map("PUT,POST", "/v1.0/metadata/{key}", SetAsync);
        routes.Map("POST", "/v1.0/shutdown", ShutdownAsync);
    }

    public void MapMethods(GrpcServer server) => new MetadataMethods(this, app.RequestStop).Map(server);

    /// <summary>What the metadata is now.</summary>
    public MetadataDocument Build()
    {
        var document = new MetadataDocument { Id = app.AppId, RuntimeVersion = RuntimeVersion, Extended = _extended };
        document.Components.AddRange(app.Components.All.Select(c =>
            new MetadataComponent(c.Name, c.Resource.Type, c.Resource.Version, c.Component.Capabilities)));
        if (app.Options.AppPort is { } port)
        {
            document.AppConnectionProperties = new MetadataAppConnection(
                port,
                app.Options.AppProtocol.ToString().ToLowerInvariant(),
                app.Options.AppChannelAddress,
                Math.Max(0, app.Options.AppMaxConcurrency),
                app.Options.AppHealth is { } health
                    ? new MetadataAppHealth(health.Path, Text(health.Interval), Text(health.Timeout), health.Threshold)
                    : null);
        }

        foreach (var block in app.Blocks)
        {
            block.Describe(document);
        }

        return document;
    }

    /// <summary>Sets an attribute of one's own.</summary>
    /// <exception cref="DaprApiException">400: there are too many.</exception>
    public void Set(string key, string value)
    {
        if (_extended.Count >= MaxExtended && !_extended.ContainsKey(key))
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, $"more than {MaxExtended} metadata attributes");
        }

        _extended[key] = value;
    }

    private Task HealthAsync(ApiContext context)
    {
        if (!app.IsReady)
        {
            throw new DaprApiException(StatusCodes.Status500InternalServerError, ErrorCodes.HealthNotReady, "dapr is not ready");
        }

        if (context.Query("appid") is { } id && id != app.AppId)
        {
            throw new DaprApiException(StatusCodes.Status500InternalServerError, ErrorCodes.HealthAppIdNotMatch, "dapr app-id does not match");
        }

        return context.NoContentAsync();
    }

    private Task OutboundHealthAsync(ApiContext context) => app.IsOutboundReady
        ? context.NoContentAsync()
        : throw new DaprApiException(StatusCodes.Status500InternalServerError, ErrorCodes.OutboundHealthNotReady, "dapr outbound is not ready");

    private async Task SetAsync(ApiContext context)
    {
        Set(context.Route("key"), Encoding.UTF8.GetString((await context.ReadBodyAsync()).Span));
        await context.NoContentAsync();
    }

    private Task ShutdownAsync(ApiContext context)
    {
        app.RequestStop();
        return context.NoContentAsync();
    }

    private static string Text(TimeSpan time) => time.TotalMilliseconds % 1000 == 0 ? $"{time.TotalSeconds:0}s" : $"{time.TotalMilliseconds:0}ms";
}
