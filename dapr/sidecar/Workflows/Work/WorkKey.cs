namespace Personalization.Sidecar.Workflows.Work;

/// <summary>A piece of work for the app's workers: a turn of a workflow, or an activity it called.</summary>
/// <param name="InstanceId">The workflow.</param>
/// <param name="Task">The action that called the activity; null: a turn.</param>
internal readonly record struct WorkKey(string InstanceId, int? Task);
