namespace Dapr.Workflow;

/// <summary>How a child workflow is run.</summary>
/// <param name="InstanceId">Its id; null: one that is made from the parent's.</param>
/// <param name="RetryPolicy">Null: one attempt.</param>
/// <param name="TargetAppId">The app that has it; null: this one.</param>
/// <param name="PropagationScope">How much of the parent's history it is shown.</param>
public record ChildWorkflowTaskOptions(
    string? InstanceId = null,
    WorkflowRetryPolicy? RetryPolicy = null,
    string? TargetAppId = null,
    HistoryPropagationScope PropagationScope = HistoryPropagationScope.None)
    : WorkflowTaskOptions(RetryPolicy, TargetAppId, PropagationScope);
