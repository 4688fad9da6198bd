using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>
/// Reads from a history what it says to other instances. The same events give the same messages, and who gets one twice notices: so they need no place
/// of their own in the store.
/// </summary>
internal static class Messages
{
    public static List<Message> In(WorkflowInstance instance, IEnumerable<HistoryEvent> history, string appId)
    {
        var messages = new List<Message>();
        foreach (var happened in history)
        {
            switch (happened.EventCase)
            {
                case HistoryEvent.EventOneofCase.ChildCreated when instance.OpenAt(happened.EventId) == happened && OtherApp(happened, appId) is null:
                    messages.Add(new Message(happened.ChildCreated.InstanceId, "", ChildStart(instance, happened, appId)));
                    break;
                case HistoryEvent.EventOneofCase.EventSent:
                    messages.Add(new Message(happened.EventSent.InstanceId, "", new HistoryEvent
                    {
                        EventId = History.NoAction,
                        Timestamp = happened.Timestamp,
                        EventRaised = new EventRaised { Name = happened.EventSent.Name, Input = happened.EventSent.Input },
                    }));
                    break;
                case HistoryEvent.EventOneofCase.ExecutionCompleted when instance.Start?.ExecutionStarted.Parent is { } parent:
                    messages.Add(new Message(parent.Instance.InstanceId, parent.Instance.ExecutionId ?? "", ChildEnd(instance, parent, happened)));
                    break;
                case HistoryEvent.EventOneofCase.ExecutionTerminated when happened.ExecutionTerminated.Recurse:
                    messages.AddRange(instance.Open.Where(begun => begun.ChildCreated is not null && OtherApp(begun, appId) is null).Select(child => new Message(child.ChildCreated.InstanceId, "", happened)));
                    break;
            }
        }

        return messages;
    }

    /// <summary>The app that an action is for; null: this one.</summary>
    public static string? OtherApp(HistoryEvent begun, string appId) =>
        begun.Router is { HasTargetAppId: true } router && router.TargetAppId != appId ? router.TargetAppId : null;

    /// <summary>Two starts of a child are one when the same action of the same execution caused both.</summary>
    public static bool IsSameParent(ParentInstance? one, ParentInstance? other) =>
        one is not null && other is not null && one.TaskScheduledId == other.TaskScheduledId && one.Instance.Equals(other.Instance);

    private static HistoryEvent ChildStart(WorkflowInstance instance, HistoryEvent created, string appId) => new()
    {
        EventId = History.NoAction,
        Timestamp = created.Timestamp,
        ExecutionStarted = new ExecutionStarted
        {
            Name = created.ChildCreated.Name,
            Version = created.ChildCreated.Version,
            Input = created.ChildCreated.Input,
            Trace = created.ChildCreated.Trace,
            Instance = new InstanceIdentity { InstanceId = created.ChildCreated.InstanceId, ExecutionId = Guid.NewGuid().ToString() },
            Parent = new ParentInstance
            {
                TaskScheduledId = created.EventId,
                Name = instance.Name,
                Instance = new InstanceIdentity { InstanceId = instance.Id, ExecutionId = instance.ExecutionId },
                AppId = appId,
            },
        },
    };

    private static HistoryEvent ChildEnd(WorkflowInstance child, ParentInstance parent, HistoryEvent end)
    {
        var completed = end.ExecutionCompleted;
        var told = new HistoryEvent { EventId = History.NoAction, Timestamp = end.Timestamp };
        if (completed.Status == InstanceStatus.Completed)
        {
            told.ChildCompleted = new ChildCompleted { TaskScheduledId = parent.TaskScheduledId, Result = completed.Result };
        }
        else
        {
            told.ChildFailed = new ChildFailed
            {
                TaskScheduledId = parent.TaskScheduledId,
                Failure = completed.Failure ?? new FailureDetails
                {
                    ErrorType = $"Workflow{completed.Status}", ErrorMessage = $"child workflow '{child.Id}' was {completed.Status.ToString().ToLowerInvariant()}", IsNonRetriable = true,
                },
            };
        }

        return told;
    }
}
