using Dapr.Workflow.Client;
using Dapr.Workflow.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>Adds workflows to an app.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>Adds the client and a worker without workflows of its own.</summary>
    public static IServiceCollection AddDaprWorkflow(this IServiceCollection services) => services.AddDaprWorkflow(_ => { });

    /// <summary>Adds the client, and a worker that runs what <paramref name="configure"/> registers while the app runs.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Registers workflows and activities.</param>
    /// <param name="lifetime">Of the client.</param>
    public static IServiceCollection AddDaprWorkflow(
        this IServiceCollection services,
        Action<WorkflowRuntimeOptions> configure,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WorkflowRuntimeOptions();
        configure(options);
        services.AddSingleton(options);
        services.TryAddSingleton(provider => new TaskHubConnection(provider.GetService<IConfiguration>()));
        services.AddHostedService(provider => new WorkflowWorker(
            provider.GetRequiredService<TaskHubConnection>(), provider.GetRequiredService<WorkflowRuntimeOptions>(), provider, provider.GetRequiredService<ILoggerFactory>(), Time(provider)));
        services.Add(new ServiceDescriptor(
            typeof(DaprWorkflowClient), provider => new DaprWorkflowClient(provider.GetRequiredService<TaskHubConnection>(), Time(provider)), lifetime));
        return services;
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
