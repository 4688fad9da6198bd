namespace Personalization.Sidecar.Workflows.Work;

/// <summary>A timer of a workflow that falls due.</summary>
/// <param name="InstanceId">The workflow.</param>
/// <param name="ExecutionId">A timer of an earlier execution does not count.</param>
/// <param name="Timer">The action that made it, or <see cref="Start"/>.</param>
internal readonly record struct DueTimer(string InstanceId, string ExecutionId, int Timer)
{
    /// <summary>Not a timer of the workflow's code: its start was put off until then.</summary>
    public const int Start = -1;
}
