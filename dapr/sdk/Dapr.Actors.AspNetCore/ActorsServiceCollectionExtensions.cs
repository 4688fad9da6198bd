using Dapr;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the actor runtime.</summary>
public static class ActorsServiceCollectionExtensions
{
    /// <summary>Registers the actor runtime, its types, and the factory of proxies.</summary>
    public static void AddActors(this IServiceCollection? services, Action<ActorRuntimeOptions>? configure, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddHealthChecks();
        services.AddLogging();
        services.TryAdd(ServiceDescriptor.Describe(typeof(ActorActivatorFactory), typeof(DependencyInjectionActorActivatorFactory), lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(ActorRuntime), CreateRuntime, lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(IActorProxyFactory), CreateProxyFactory, lifetime));
        if (configure is not null)
        {
            services.Configure(configure);
        }
    }

    private static ActorRuntime CreateRuntime(IServiceProvider services) => new(
        OptionsOf(services),
        services.GetRequiredService<ILoggerFactory>(),
        services.GetRequiredService<ActorActivatorFactory>(),
        services.GetRequiredService<IActorProxyFactory>(),
        services.GetService<ActorSidecarHandler>()?.Handler,
        services.GetService<TimeProvider>());

    private static ActorProxyFactory CreateProxyFactory(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var defaults = new ActorProxyOptions
        {
            JsonSerializerOptions = options.JsonSerializerOptions,
            DaprApiToken = options.DaprApiToken,
            HttpEndpoint = options.HttpEndpoint,
            UseJsonSerialization = options.UseJsonSerialization,
        };
        return new ActorProxyFactory(defaults, services.GetService<ActorSidecarHandler>()?.Handler);
    }

    private static ActorRuntimeOptions OptionsOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ActorRuntimeOptions>>().Value;
        var configuration = services.GetService<IConfiguration>();
        if (string.IsNullOrWhiteSpace(options.DaprApiToken))
        {
            options.DaprApiToken = DaprDefaults.GetDefaultDaprApiToken(configuration);
        }

        if (string.IsNullOrWhiteSpace(options.HttpEndpoint))
        {
            options.HttpEndpoint = DaprDefaults.GetDefaultHttpEndpoint(configuration);
        }

        return options;
    }
}
