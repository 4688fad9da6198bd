namespace Dapr.Workflow.Replay;

/// <summary>The workflow's code does not do again what its history says it did. The instance fails: it cannot go on from there.</summary>
internal sealed class NonDeterministicWorkflowException(string message) : Exception(
    $"{message} Workflow code must do the same in each run: take time, ids and waiting from the context, and put a change that running instances meet behind IsPatched or under a new workflow name.");
