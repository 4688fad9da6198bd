namespace Dapr.Workflow;

/// <summary>The part of a workflow's context that code beside it may need.</summary>
public interface IWorkflowContext
{
    /// <summary>What runs now has run before.</summary>
    bool IsReplaying { get; }

    /// <summary>The workflow's time, UTC: when the turn began that this code first ran in.</summary>
    DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether this execution goes the way of a named change to the workflow's code.</summary>
    bool IsPatched(string patchName);
}
