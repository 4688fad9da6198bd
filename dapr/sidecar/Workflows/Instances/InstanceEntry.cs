using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>What this process holds of an id: its lock, its state if loaded, and what of it is under way.</summary>
internal sealed class InstanceEntry(string id)
{
    private TaskCompletionSource? _changed;

    public string Id { get; } = id;

    /// <summary>Everything below is read and written inside it.</summary>
    public SemaphoreSlim Lock { get; } = new(1, 1);

    /// <summary>Those inside the lock or before it; changed under the table's lock.</summary>
    public int Users { get; set; }

    public bool IsLoaded { get; set; }

    /// <summary>Null: not loaded, or there is none.</summary>
    public WorkflowInstance? Instance { get; set; }

    /// <summary>What was left to do when the process started has been taken up.</summary>
    public bool IsResumed { get; set; }

    /// <summary>A turn waits for a worker.</summary>
    public bool IsTurnWaiting { get; set; }

    /// <summary>The turn that a worker has, or had and did not answer.</summary>
    public PendingTurn? Turn { get; set; }

    /// <summary>Messages to others that are under way.</summary>
    public int Undelivered { get; set; }

    /// <summary>Bytes counted for it in the table.</summary>
    public long CountedSize { get; set; }

    /// <summary>Something is left to do: the process keeps an eye on it.</summary>
    public bool IsActive => Instance is { } instance ? !instance.HasEnded || !instance.Record.IsSettled : !IsLoaded && IsResumed;

    /// <summary>Completes at the next change.</summary>
    public Task Changed => (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nothing in memory counts any more; what is written does.</summary>
    public void Forget()
    {
        Instance = null;
        IsLoaded = false;
        IsResumed = false;
        IsTurnWaiting = false;
        Turn = null;
    }

    public void SignalChange()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
