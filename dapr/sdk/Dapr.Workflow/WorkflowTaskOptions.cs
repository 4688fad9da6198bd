namespace Dapr.Workflow;

/// <summary>How an activity is called.</summary>
/// <param name="RetryPolicy">Null: one attempt.</param>
/// <param name="TargetAppId">The app that has it; null: this one.</param>
/// <param name="PropagationScope">How much of the caller's history it is shown.</param>
public record WorkflowTaskOptions(
    WorkflowRetryPolicy? RetryPolicy = null,
    string? TargetAppId = null,
    HistoryPropagationScope PropagationScope = HistoryPropagationScope.None);
