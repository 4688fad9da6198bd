using Dapr.Workflow.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Registration;

/// <summary>What is registered under which name.</summary>
internal sealed class WorkflowRegistry
{
    private readonly Dictionary<string, Func<IServiceProvider, IWorkflow>> _workflows = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<IServiceProvider, IWorkflowActivity>> _activities = new(StringComparer.OrdinalIgnoreCase);

    public void AddWorkflow(string name, Func<IServiceProvider, IWorkflow> create) => _workflows.TryAdd(name, create);

    public void AddWorkflow<TWorkflow>(string name)
        where TWorkflow : class, IWorkflow => AddWorkflow(name, static services => ActivatorUtilities.CreateInstance<TWorkflow>(services));

    public void AddActivity(string name, Func<IServiceProvider, IWorkflowActivity> create) => _activities.TryAdd(name, create);

    public void AddActivity<TActivity>(string name)
        where TActivity : class, IWorkflowActivity => AddActivity(name, static services => ActivatorUtilities.CreateInstance<TActivity>(services));

    /// <returns>Null: no such workflow.</returns>
    public IWorkflow? CreateWorkflow(string name, IServiceProvider services) => _workflows.TryGetValue(name, out var create) ? create(services) : null;

    /// <returns>Null: no such activity.</returns>
    public IWorkflowActivity? CreateActivity(string name, IServiceProvider services) => _activities.TryGetValue(name, out var create) ? create(services) : null;
}
