using Dapr.Workflow.Registration;

namespace Dapr.Workflow;

/// <summary>The workflows and activities of an app. A name is compared without case; the first registration of a name holds.</summary>
public sealed class WorkflowRuntimeOptions
{
    private const int DefaultConcurrency = 100;
    private int _maxConcurrentWorkflows = DefaultConcurrency;
    private int _maxConcurrentActivities = DefaultConcurrency;

    /// <summary>Turns run at once; at least 1.</summary>
    [Obsolete("The official SDK ignores this property; limit concurrency in the Dapr configuration instead.")]
    public int MaxConcurrentWorkflows
    {
        get => _maxConcurrentWorkflows;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxConcurrentWorkflows = value;
        }
    }

    /// <summary>Activities run at once; at least 1.</summary>
    [Obsolete("The official SDK ignores this property; limit concurrency in the Dapr configuration instead.")]
    public int MaxConcurrentActivities
    {
        get => _maxConcurrentActivities;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxConcurrentActivities = value;
        }
    }

    internal WorkflowRegistry Registry { get; } = new();

    internal int WorkflowSlots => _maxConcurrentWorkflows;

    internal int ActivitySlots => _maxConcurrentActivities;

    /// <summary>Registers a workflow that is a function.</summary>
    public void RegisterWorkflow<TInput, TOutput>(string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(implementation);
        Registry.AddWorkflow(name, _ => new FunctionWorkflow<TInput, TOutput>(implementation));
    }

    /// <summary>Registers a workflow class, made anew for each turn with services of the app.</summary>
    /// <param name="name">Null: the class's name.</param>
    public void RegisterWorkflow<TWorkflow>(string? name = null)
        where TWorkflow : class, IWorkflow => Registry.AddWorkflow<TWorkflow>(name ?? typeof(TWorkflow).Name);

    /// <summary>Registers an activity that is a function.</summary>
    public void RegisterActivity<TInput, TOutput>(string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(implementation);
        Registry.AddActivity(name, _ => new FunctionActivity<TInput, TOutput>(implementation));
    }

    /// <summary>Registers an activity class, made anew for each call with services of the app.</summary>
    /// <param name="name">Null: the class's name.</param>
    public void RegisterActivity<TActivity>(string? name = null)
        where TActivity : class, Abstractions.IWorkflowActivity => Registry.AddActivity<TActivity>(name ?? typeof(TActivity).Name);
}
