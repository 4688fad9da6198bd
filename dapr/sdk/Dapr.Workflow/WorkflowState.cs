using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow;

/// <summary>Where a workflow stood when it was asked.</summary>
public sealed class WorkflowState
{
    private readonly InstanceState? _state;

    internal WorkflowState(InstanceState? state) => _state = state;

    /// <summary>The workflow's name; null without a workflow.</summary>
    public string? WorkflowName => _state?.Name;

    /// <summary>There is such a workflow.</summary>
    public bool Exists => _state is not null;

    /// <summary>It began and has not ended, and is not held.</summary>
    public bool IsWorkflowRunning => RuntimeStatus == WorkflowRuntimeStatus.Running;

    /// <summary>It has ended, in whatever way.</summary>
    public bool IsWorkflowCompleted => RuntimeStatus is WorkflowRuntimeStatus.Completed or WorkflowRuntimeStatus.Failed or WorkflowRuntimeStatus.Terminated;

    /// <summary>When it was scheduled.</summary>
    public DateTimeOffset CreatedAt => Time(_state?.Created);

    /// <summary>When it last got on.</summary>
    public DateTimeOffset LastUpdatedAt => Time(_state?.LastUpdated);

    /// <summary>Where it stands.</summary>
    public WorkflowRuntimeStatus RuntimeStatus => _state is null ? WorkflowRuntimeStatus.Unknown : (WorkflowRuntimeStatus)_state.Status;

    /// <summary>Why it failed; null when it did not.</summary>
    public WorkflowTaskFailureDetails? FailureDetails =>
        _state?.Failure is { } failure ? new WorkflowTaskFailureDetails(failure.ErrorType, failure.ErrorMessage, failure.StackTrace) : null;

    /// <summary>What it was given.</summary>
    public T? ReadInputAs<T>() => Payload.Read<T>(_state?.Input);

    /// <summary>What it returned.</summary>
    public T? ReadOutputAs<T>() => Payload.Read<T>(_state?.Output);

    /// <summary>What its code said of where it stands.</summary>
    public T? ReadCustomStatusAs<T>() => Payload.Read<T>(_state?.CustomStatus);

    private static DateTimeOffset Time(Timestamp? time) => time?.ToDateTimeOffset() ?? default;
}
