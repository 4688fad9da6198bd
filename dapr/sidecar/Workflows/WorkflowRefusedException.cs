namespace Personalization.Sidecar.Workflows;

/// <summary>A call about a workflow is refused; each face says it in its own way.</summary>
internal sealed class WorkflowRefusedException(WorkflowRefusal refusal, string message, Exception? inner = null) : Exception(message, inner)
{
    public WorkflowRefusal Refusal { get; } = refusal;

    public static WorkflowRefusedException NotFound(string id) => new(WorkflowRefusal.NotFound, $"no such instance exists: '{id}'");
}
