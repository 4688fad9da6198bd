using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>Where an instance stands, as clients are told.</summary>
internal static class InstanceStates
{
    public static InstanceState Of(WorkflowInstance instance, bool withPayloads)
    {
        var start = instance.Start!;
        var started = start.ExecutionStarted;
        var end = instance.End?.ExecutionCompleted;
        var state = new InstanceState
        {
            InstanceId = instance.Id,
            Name = started.Name,
            Version = started.Version,
            Status = instance.Status,
            ScheduledStart = started.ScheduledStart,
            Created = start.Timestamp,
            LastUpdated = (instance.History.Count > 0 ? instance.History[^1] : start).Timestamp,
            ExecutionId = instance.ExecutionId,
            Completed = instance.End?.Timestamp,
            ParentInstanceId = started.Parent?.Instance.InstanceId,
            ParentAppId = started.Parent is { HasAppId: true } parent ? parent.AppId : null,
            Started = instance.History.Count > 0 ? instance.History[0].Timestamp : null,
            Tags = { started.Tags },
        };
        if (withPayloads)
        {
            state.Input = started.Input;
            state.Output = end?.Result;
            state.CustomStatus = instance.CustomStatus;
            state.Failure = end?.Failure;
        }

        return state;
    }
}
