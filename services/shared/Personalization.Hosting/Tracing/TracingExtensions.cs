using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Personalization.Hosting.Tracing;

/// <summary>Traces by OTLP, when an endpoint is named. Without one no listener exists and spans cost nothing.</summary>
internal static class TracingExtensions
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTracing(this IServiceCollection services, string appId)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)))
        {
            services.AddHostedService(_ => new TracingService(appId));
        }
    }

    private sealed class TracingService(string appId) : IHostedService, IDisposable
    {
        private TracerProvider? _provider;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _provider = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(appId))
                .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Personalization.*")
                .AddOtlpExporter()
                .Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _provider?.ForceFlush(2_000);
            return Task.CompletedTask;
        }

        public void Dispose() => _provider?.Dispose();
    }
}
