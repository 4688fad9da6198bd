using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>What a worker's answer to a turn means for the instance, by the rules of Dapr's durable task runtime. Decides only: nothing is changed here.</summary>
internal static class TurnRules
{
    /// <param name="instance">The instance the turn is of.</param>
    /// <param name="events">What the worker was told, the beginning of the turn first.</param>
    /// <param name="response">The worker's answer.</param>
    /// <param name="now">Time of the events that the answer causes.</param>
    /// <param name="newExecution">The id of the next execution, if there is one.</param>
    public static TurnOutcome Decide(WorkflowInstance instance, IReadOnlyList<HistoryEvent> events, WorkflowResponse response, DateTimeOffset now, string newExecution)
    {
        var terminated = events.FirstOrDefault(happened => happened.ExecutionTerminated is not null)?.ExecutionTerminated;
        var caused = new List<HistoryEvent>();
        HistoryEvent? end = null;
        foreach (var action in response.Actions)
        {
            if (action.Complete is not { } complete)
            {
                if (Cause(instance, action, now) is { } effect)
                {
                    caused.Add(effect);
                }
            }
            else if (end is not null || (terminated is not null && complete.Status == InstanceStatus.ContinuedAsNew))
            {
                // Only the first end counts; and who was ended from outside does not go on in another execution.
            }
            else if (complete.Status == InstanceStatus.ContinuedAsNew)
            {
                return new TurnOutcome([], [], Continue(instance, events, complete, now, newExecution), response.CustomStatus);
            }
            else
            {
                end = At(now, action);
                end.ExecutionCompleted = new ExecutionCompleted
                {
                    Status = complete.Status,
                    Result = complete.Result ?? (complete.Status == InstanceStatus.Terminated ? terminated?.Input : null),
                    Failure = complete.Failure,
                };
                caused.Add(end);
            }
        }

        if (terminated is not null && end is null)
        {
            end = History.At(now);
            end.ExecutionCompleted = new ExecutionCompleted { Status = InstanceStatus.Terminated, Result = terminated.Input };
            caused = [end];
        }

        return new TurnOutcome([Began(events[0], response.Version), .. events.Skip(1), .. caused], caused, null, response.CustomStatus);
    }

    /// <summary>The id of a child whose parent gave none.</summary>
    public static string ChildId(string parent, int action) => $"{parent}:{action:x4}";

    private static HistoryEvent? Cause(WorkflowInstance instance, WorkflowAction action, DateTimeOffset now)
    {
        var effect = At(now, action);
        switch (action.ActionCase)
        {
            case WorkflowAction.ActionOneofCase.ScheduleTask:
                effect.TaskScheduled = new TaskScheduled
                {
                    Name = action.ScheduleTask.Name,
                    Version = action.ScheduleTask.Version,
                    Input = action.ScheduleTask.Input,
                    TaskExecutionId = action.ScheduleTask.TaskExecutionId,
                    Trace = instance.Start?.ExecutionStarted.Trace,
                };
                effect.Router ??= action.ScheduleTask.Router;
                return effect;
            case WorkflowAction.ActionOneofCase.CreateChild:
                effect.ChildCreated = new ChildCreated
                {
                    InstanceId = action.CreateChild.InstanceId.Length > 0 ? action.CreateChild.InstanceId : ChildId(instance.Id, action.Id),
                    Name = action.CreateChild.Name,
                    Version = action.CreateChild.Version,
                    Input = action.CreateChild.Input,
                    Trace = instance.Start?.ExecutionStarted.Trace,
                };
                effect.Router ??= action.CreateChild.Router;
                return effect;
            case WorkflowAction.ActionOneofCase.CreateTimer:
                effect.TimerCreated = Timer(action.CreateTimer);
                return effect;
            case WorkflowAction.ActionOneofCase.SendEvent:
                effect.EventSent = new EventSent
                {
                    InstanceId = action.SendEvent.Instance?.InstanceId ?? "", Name = action.SendEvent.Name, Input = action.SendEvent.Data,
                };
                return effect;
            default:
                return null;
        }
    }

    private static TimerCreated Timer(CreateTimer timer)
    {
        var created = new TimerCreated { FireAt = timer.FireAt ?? new Timestamp() };
        if (timer.HasName)
        {
            created.Name = timer.Name;
        }

        switch (timer.OriginCase)
        {
            case CreateTimer.OriginOneofCase.Plain:
                created.Plain = timer.Plain;
                break;
            case CreateTimer.OriginOneofCase.ExternalEvent:
                created.ExternalEvent = timer.ExternalEvent;
                break;
            case CreateTimer.OriginOneofCase.ActivityRetry:
                created.ActivityRetry = timer.ActivityRetry;
                break;
            case CreateTimer.OriginOneofCase.ChildRetry:
                created.ChildRetry = timer.ChildRetry;
                break;
        }

        return created;
    }

    private static List<HistoryEvent> Continue(WorkflowInstance instance, IReadOnlyList<HistoryEvent> events, CompleteWorkflow complete, DateTimeOffset now, string newExecution)
    {
        var before = instance.Start!.ExecutionStarted;
        var start = History.At(now);
        start.ExecutionStarted = new ExecutionStarted
        {
            Name = before.Name,
            Version = before.Version,
            Input = complete.Result,
            Instance = new InstanceIdentity { InstanceId = instance.Id, ExecutionId = newExecution },
            Parent = before.Parent,
            Trace = before.Trace,
            Tags = { before.Tags },
        };
        var held = events.LastOrDefault(happened => happened.ExecutionSuspended is not null || happened.ExecutionResumed is not null);
        return held?.ExecutionSuspended is null ? [start, .. complete.CarryoverEvents] : [start, held, .. complete.CarryoverEvents];
    }

    private static HistoryEvent Began(HistoryEvent began, WorkflowVersion? version)
    {
        if (version is null || (version.Patches.Count == 0 && !version.HasName))
        {
            return began;
        }

        var patched = began.Clone();
        patched.TurnStarted.Version = version;
        return patched;
    }

    private static HistoryEvent At(DateTimeOffset now, WorkflowAction action)
    {
        var effect = History.At(now, action.Id);
        effect.Router = action.Router;
        return effect;
    }
}
