using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>One workflow as the store has it: what happened and was told to its worker, and what happened since.</summary>
internal sealed class WorkflowInstance
{
    private readonly Dictionary<int, HistoryEvent> _open = [];

    public WorkflowInstance(string id, InstanceRecord record, IEnumerable<HistoryEvent> history, IEnumerable<HistoryEvent> inbox, string? customStatus)
    {
        Id = id;
        Record = record;
        CustomStatus = customStatus;
        foreach (var happened in history)
        {
            AddHistory(happened);
        }

        foreach (var happened in inbox)
        {
            AddInbox(happened);
        }
    }

    public string Id { get; }

    /// <summary>What is written beside the events.</summary>
    public InstanceRecord Record { get; set; }

    /// <summary>Told to the worker, and what it answered.</summary>
    public List<HistoryEvent> History { get; } = [];

    /// <summary>Not yet told.</summary>
    public List<HistoryEvent> Inbox { get; } = [];

    public string? CustomStatus { get; set; }

    /// <summary>About how many bytes its events take.</summary>
    public long Size { get; private set; }

    /// <summary>How it was started; null only while it is being made.</summary>
    public HistoryEvent? Start { get; private set; }

    /// <summary>How it ended; null: it goes on.</summary>
    public HistoryEvent? End { get; private set; }

    public bool IsSuspended { get; private set; }

    public string ExecutionId => Start?.ExecutionStarted.Instance.ExecutionId ?? "";

    public string Name => Start?.ExecutionStarted.Name ?? "";

    public bool HasEnded => End is not null;

    /// <summary>Beginnings without an end: activities, children, timers.</summary>
    public IEnumerable<HistoryEvent> Open => _open.Values;

    /// <summary>Activities whose end is still worth having: one that was called is run, even if the workflow ended without waiting for it.</summary>
    public IEnumerable<HistoryEvent> OpenTasks =>
        End?.ExecutionCompleted.Status == InstanceStatus.Terminated ? [] : _open.Values.Where(begun => begun.TaskScheduled is not null);

    public InstanceStatus Status => End is { } end ? end.ExecutionCompleted.Status
        : History.Count == 0 && !Record.IsContinued ? InstanceStatus.Pending
        : IsSuspended ? InstanceStatus.Suspended
        : InstanceStatus.Running;

    /// <summary>The beginning of an action that has no end yet.</summary>
    public HistoryEvent? OpenAt(int action) => _open.GetValueOrDefault(action);

    /// <summary>Whether an event says something new: of each end only the first does.</summary>
    public bool IsNews(HistoryEvent happened) => Instances.History.Ends(happened) is not { } action || (OpenAt(action) is { } begun && Instances.History.Fits(begun, happened));

    public void AddInbox(HistoryEvent happened)
    {
        Inbox.Add(happened);
        Note(happened);
    }

    public void AddHistory(HistoryEvent happened)
    {
        History.Add(happened);
        Note(happened);
        switch (happened.EventCase)
        {
            case HistoryEvent.EventOneofCase.ExecutionCompleted:
                End = happened;
                break;
            case HistoryEvent.EventOneofCase.ExecutionSuspended:
                IsSuspended = true;
                break;
            case HistoryEvent.EventOneofCase.ExecutionResumed:
                IsSuspended = false;
                break;
        }
    }

    /// <summary>The first events of the inbox have been told: they are history now.</summary>
    public void Tell(IReadOnlyList<HistoryEvent> history, int told)
    {
        foreach (var happened in Inbox.Take(told))
        {
            Size -= happened.CalculateSize();
        }

        Inbox.RemoveRange(0, told);
        foreach (var happened in history)
        {
            AddHistory(happened);
        }
    }

    /// <summary>The activity's result is of no use any more, but known.</summary>
    public void Close(int action) => _open.Remove(action);

    private void Note(HistoryEvent happened)
    {
        Size += happened.CalculateSize();
        if (happened.ExecutionStarted is not null)
        {
            Start ??= happened;
        }
        else if (Instances.History.Begins(happened))
        {
            _open[happened.EventId] = happened;
        }
        else if (Instances.History.Ends(happened) is { } action)
        {
            _open.Remove(action);
        }
    }
}
