using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client of the sidecar.</summary>
public static class DaprServiceCollectionExtensions
{
    /// <summary>Registers the client. Addresses and token come from configuration, then from the process environment.</summary>
    public static void AddDaprClient(this IServiceCollection services, Action<DaprClientBuilder>? configure = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        Add(services, (_, builder) => configure?.Invoke(builder), lifetime);
    }

    /// <summary>Registers the client, configured with the help of other services.</summary>
    public static void AddDaprClient(this IServiceCollection services, Action<IServiceProvider, DaprClientBuilder> configure, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        Add(services, configure, lifetime);
    }

    private static void Add(IServiceCollection services, Action<IServiceProvider, DaprClientBuilder>? configure, ServiceLifetime lifetime)
    {
        object Create(IServiceProvider provider)
        {
            var configuration = provider.GetService<IConfiguration>();
            var builder = new DaprClientBuilder().UseHttpEndpoint(DaprDefaults.GetDefaultHttpEndpoint(configuration));
            if (DaprDefaults.NamesGrpc(configuration))
            {
                builder.UseGrpcEndpoint(DaprDefaults.GetDefaultGrpcEndpoint(configuration));
            }

            var token = DaprDefaults.GetDefaultDaprApiToken(configuration);
            if (!string.IsNullOrWhiteSpace(token))
            {
                builder.UseDaprApiToken(token);
            }

            configure?.Invoke(provider, builder);
            return builder.Build();
        }

        services.TryAdd(ServiceDescriptor.Describe(typeof(DaprClient), Create, lifetime));
    }
}
