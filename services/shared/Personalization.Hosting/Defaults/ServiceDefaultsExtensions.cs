using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Personalization.Hosting.Access;
using Personalization.Hosting.Doors;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Memory;
using Personalization.Hosting.Metrics;
using Personalization.Hosting.Problems;
using Personalization.Hosting.Tracing;

namespace Personalization.Hosting.Defaults;

/// <summary>What every service process has in common: listeners, logging, clock, telemetry, problems, health.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Listens on APP_HOST:APP_PORT (and METRICS_HOST:METRICS_PORT), logs one line an event, offers the system clock, collects metrics and traces.</summary>
    public static ServiceEnvironment AddServiceDefaults(this WebApplicationBuilder builder, string appId, int defaultPort) =>
        builder.AddServiceDefaults(ServiceEnvironment.Read(appId, defaultPort));

    /// <summary>The same for an environment that is known already.</summary>
    /// <exception cref="InvalidOperationException">A listener would let in whom nobody asks who they are.</exception>
    public static ServiceEnvironment AddServiceDefaults(this WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        var mode = DoorRules.Mode(builder.Configuration);
        DoorRules.Require(mode, "APP_HOST", environment.AppHost);
        DoorRules.Require(mode, "METRICS_HOST", environment.MetricsHost);
        DoorRules.RequireAppToken(environment.AppHost, environment.AppToken);
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<DoorGuard>(services, mode));
        builder.Services.AddSingleton(environment);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddHostedService<IdleTrim>();
        builder.Services.AddTracing(environment.AppId);
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
            // Listeners from a configuration file would come in unmarked, and serve what is for the own sidecar alone.
            kestrel.Configure();
            kestrel.AddServerHeader = false;
            kestrel.Listen(environment.AppHost, environment.AppPort, listen => listen.Mark(ListenerKind.App).Protocols = environment.IsAppHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
            if (environment.MetricsPort is { } metrics)
            {
                kestrel.Listen(environment.MetricsHost, metrics, listen => listen.Mark(ListenerKind.Metrics).Protocols = HttpProtocols.Http1);
            }
        });
        return environment;
    }

    /// <summary>
    /// Problems for whatever goes wrong behind it; `/metrics` alone on its listener; `/healthz`: the process lives. It asks
    /// nothing else, so that it answers alone.
    /// </summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<MetricsCollector>();
        app.UseProblems();
        app.RefuseStrangersPages();
        if (app.Services.GetRequiredService<ServiceEnvironment>().AppToken is { } token)
        {
            app.UseAppToken(token);
        }

        app.Use((context, next) => context.Listener() == ListenerKind.Metrics ? WriteMetricsAsync(context, metrics) : next(context));
        app.MapGet("/healthz", () => TypedResults.Ok()).ServedOn(ListenerKind.App, ListenerKind.Public).OpenToAll().ExcludeFromDescription();
    }

    private static Task WriteMetricsAsync(HttpContext context, MetricsCollector metrics)
    {
        if (context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(metrics.Write(), context.RequestAborted);
    }
}
