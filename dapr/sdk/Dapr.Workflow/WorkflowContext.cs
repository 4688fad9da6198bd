using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>What workflow code may do and know. Everything it waits for must come from here.</summary>
public abstract class WorkflowContext : IWorkflowContext
{
    /// <summary>The workflow's name.</summary>
    public abstract string Name { get; }

    /// <summary>The instance's id.</summary>
    public abstract string InstanceId { get; }

    /// <inheritdoc/>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <inheritdoc/>
    public abstract bool IsReplaying { get; }

    /// <inheritdoc/>
    public abstract bool IsPatched(string patchName);

    /// <summary>Calls an activity and waits for its end.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed, each time the options allow.</exception>
    public virtual Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity and waits for its result.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed, each time the options allow.</exception>
    public abstract Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null);

    /// <summary>Waits, durably.</summary>
    /// <exception cref="TaskCanceledException">The token fired first.</exception>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits, durably, until an instant; it must be UTC.</summary>
    /// <exception cref="TaskCanceledException">The token fired first.</exception>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event raised for this instance. One that came before is taken; names are compared without case; each goes to one waiter.</summary>
    /// <exception cref="TaskCanceledException">The token fired first.</exception>
    public abstract Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>As above, for so long at most.</summary>
    /// <exception cref="TaskCanceledException">The time is over.</exception>
    public virtual async Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        using var timerCancellation = new CancellationTokenSource();
        var timer = CreateTimer(timeout, timerCancellation.Token);
        using var eventCancellation = new CancellationTokenSource();
        var raised = WaitForExternalEventAsync<T>(eventName, eventCancellation.Token);
        var winner = await Task.WhenAny(timer, raised);
        await (winner == raised ? timerCancellation : eventCancellation).CancelAsync();
        return await raised;
    }

    /// <summary>Raises an event for another instance.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>What the instance's state shows beside its status.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another workflow and waits for its result.</summary>
    /// <exception cref="WorkflowTaskFailedException">It did not complete, each time the options allow.</exception>
    public abstract Task<TResult> CallChildWorkflowAsync<TResult>(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null);

    /// <summary>Runs another workflow and waits for its end.</summary>
    /// <exception cref="WorkflowTaskFailedException">It did not complete, each time the options allow.</exception>
    public virtual Task CallChildWorkflowAsync(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        CallChildWorkflowAsync<object>(workflowName, input, options);

    /// <summary>A logger that says nothing in replay.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public abstract ILogger CreateReplaySafeLogger(Type type);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public abstract ILogger CreateReplaySafeLogger<T>();

    /// <summary>Ends this execution and begins the next with an empty history; events not waited for yet go along unless told otherwise.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A new id, the same in each replay.</summary>
    public abstract Guid NewGuid();
}
