namespace Dapr.Workflow;

/// <summary>Starts workflows of this app and manages them.</summary>
public interface IDaprWorkflowClient : IDisposable, IAsyncDisposable
{
    /// <inheritdoc cref="ScheduleNewWorkflowAsync(string, string?, object?, DateTimeOffset?, CancellationToken)"/>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null);

    /// <inheritdoc cref="ScheduleNewWorkflowAsync(string, string?, object?, DateTimeOffset?, CancellationToken)"/>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime);

    /// <summary>Starts a workflow.</summary>
    /// <param name="name">What it is registered as.</param>
    /// <param name="instanceId">Its id; null: a new one.</param>
    /// <param name="input">Its input; null: none.</param>
    /// <param name="startTime">Not before then; null: now.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The id.</returns>
    /// <exception cref="DaprException">The sidecar refused, for instance because a workflow of that id runs.</exception>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default);

    /// <summary>Where a workflow stands; <see cref="WorkflowState.Exists"/> says whether there is one.</summary>
    Task<WorkflowState> GetWorkflowStateAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until a workflow has begun.</summary>
    /// <exception cref="InvalidOperationException">There is none of that id.</exception>
    Task<WorkflowState> WaitForWorkflowStartAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until a workflow has ended.</summary>
    /// <exception cref="InvalidOperationException">There is none of that id.</exception>
    Task<WorkflowState> WaitForWorkflowCompletionAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Raises an event for a workflow; it is kept until the workflow waits for it.</summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Ends a workflow and its children, without running any more of their code.</summary>
    Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default);

    /// <summary>Holds a workflow.</summary>
    Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Lets a held workflow go on.</summary>
    Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Forgets a workflow that has ended, and its children.</summary>
    /// <returns>Whether there was something to forget.</returns>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);
}
