using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Replay;

/// <summary>
/// What the workflow's code wants done, numbered in the order it asks. In replay each has to be what the history says was done under that number;
/// what is left after that is new.
/// </summary>
internal sealed class ActionLedger
{
    private readonly SortedDictionary<int, WorkflowAction> _unconfirmed = [];
    private readonly Dictionary<int, TaskCompletionSource<HistoryEvent>> _open = [];
    private int _next;

    /// <summary>Actions the history does not have, in order.</summary>
    public IEnumerable<WorkflowAction> New => _unconfirmed.Values;

    /// <summary>Something that was asked for has not ended.</summary>
    public bool HasOpen => _open.Count > 0;

    /// <summary>The number of the next action.</summary>
    public int Next => _next;

    /// <summary>Asks for something that does not end.</summary>
    public void Add(WorkflowAction action)
    {
        action.Id = _next++;
        _unconfirmed.Add(action.Id, action);
    }

    /// <summary>Asks for something, and waits for the event of its end.</summary>
    public Task<HistoryEvent> AddOpen(WorkflowAction action, CancellationToken cancellationToken = default)
    {
        Add(action);
        var end = new TaskCompletionSource<HistoryEvent>();
        var id = action.Id;
        _open.Add(id, end);
        cancellationToken.Register(() =>
        {
            _open.Remove(id);
            end.TrySetCanceled(cancellationToken);
        });
        return end.Task;
    }

    /// <summary>The history has the end of an action. One that nobody waits for any more is let pass.</summary>
    public void End(int id, HistoryEvent end)
    {
        if (_open.Remove(id, out var waiter))
        {
            waiter.TrySetResult(end);
        }
    }

    /// <summary>The history says that an action was taken.</summary>
    /// <exception cref="NonDeterministicWorkflowException">The code asked for none, or another one, under that number.</exception>
    public void Confirm(HistoryEvent taken)
    {
        var was = Describe(taken);
        if (!_unconfirmed.Remove(taken.EventId, out var action))
        {
            throw new NonDeterministicWorkflowException($"The history has {was} as action {taken.EventId}; this time the workflow did nothing of that number.");
        }

        var now = Describe(action);
        if (!string.Equals(was, now, StringComparison.Ordinal))
        {
            throw new NonDeterministicWorkflowException($"The history has {was} as action {taken.EventId}; this time the workflow did {now}.");
        }
    }

    /// <summary>A turn of the past is over: whatever the code asked for in it must be in the history.</summary>
    /// <exception cref="NonDeterministicWorkflowException">It is not.</exception>
    public void CheckConfirmed()
    {
        if (_unconfirmed.Count > 0)
        {
            var action = _unconfirmed.Values.First();
            throw new NonDeterministicWorkflowException($"The history does not have {Describe(action)} as action {action.Id}, which this time the workflow did.");
        }
    }

    private static string Describe(HistoryEvent taken) => taken.EventCase switch
    {
        HistoryEvent.EventOneofCase.TaskScheduled => Activity(taken.TaskScheduled.Name),
        HistoryEvent.EventOneofCase.ChildCreated => Child(taken.ChildCreated.Name),
        HistoryEvent.EventOneofCase.TimerCreated => Timer,
        HistoryEvent.EventOneofCase.EventSent => Event(taken.EventSent.Name),
        var other => $"{other}",
    };

    private static string Describe(WorkflowAction action) => action.ActionCase switch
    {
        WorkflowAction.ActionOneofCase.ScheduleTask => Activity(action.ScheduleTask.Name),
        WorkflowAction.ActionOneofCase.CreateChild => Child(action.CreateChild.Name),
        WorkflowAction.ActionOneofCase.CreateTimer => Timer,
        WorkflowAction.ActionOneofCase.SendEvent => Event(action.SendEvent.Name),
        WorkflowAction.ActionOneofCase.Complete => "the end of the execution",
        var other => $"{other}",
    };

    private static string Activity(string name) => $"activity '{name}'";

    private static string Child(string name) => $"child workflow '{name}'";

    private static string Event(string name) => $"sending event '{name}'";

    private const string Timer = "a timer";
}
