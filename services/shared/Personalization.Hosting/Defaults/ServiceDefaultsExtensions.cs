using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Personalization.Hosting.Defaults;

/// <summary>What every service process has in common: listener, logging, clock, health.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Listens on 127.0.0.1:APP_PORT (and METRICS_PORT), logs one line an event, offers the system clock.</summary>
    public static ServiceEnvironment AddServiceDefaults(this WebApplicationBuilder builder, string appId, int defaultPort)
    {
        var environment = ServiceEnvironment.Read(appId, defaultPort);
        builder.Services.AddSingleton(environment);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(environment.AppPort, listen => listen.Protocols = HttpProtocols.Http1);
            if (environment.MetricsPort is { } metrics)
            {
                kestrel.ListenLocalhost(metrics, listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        return environment;
    }

    /// <summary>`/healthz`: the process lives. It asks nothing else, so that it answers alone.</summary>
    public static void MapServiceDefaults(this WebApplication app) =>
        app.MapGet("/healthz", () => TypedResults.Ok()).ExcludeFromDescription();
}
