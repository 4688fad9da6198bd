namespace Dapr.Workflow;

/// <summary>Where a workflow stands.</summary>
public enum WorkflowRuntimeStatus
{
    /// <summary>There is no such workflow.</summary>
    Unknown = -1,

    /// <summary>It began and has not ended.</summary>
    Running = 0,

    /// <summary>It returned.</summary>
    Completed = 1,

    /// <summary>It is between two executions.</summary>
    ContinuedAsNew = 2,

    /// <summary>It threw.</summary>
    Failed = 3,

    /// <summary>It was cancelled.</summary>
    Canceled = 4,

    /// <summary>It was ended from outside.</summary>
    Terminated = 5,

    /// <summary>It has not begun.</summary>
    Pending = 6,

    /// <summary>It is held until resumed.</summary>
    Suspended = 7,

    /// <summary>Its code cannot go on from its history.</summary>
    Stalled = 8,
}
