namespace Dapr.Workflow.Replay;

/// <summary>
/// Keeps a turn's continuations on its one thread, in order. What comes from another thread comes from something else than the workflow's context
/// (a delay, a request, a task of the pool): it is not run, and remembered as a fault of the workflow's code.
/// </summary>
internal sealed class TurnThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private int _thread;
    private volatile bool _strayed;

    /// <summary>Something came from another thread.</summary>
    public bool HasStrayed => _strayed;

    /// <summary>The caller is in the turn.</summary>
    public bool IsHere => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Runs the turn's code on the caller's thread.</summary>
    public void Run(Action turn)
    {
        var before = Current;
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            turn();
        }
        finally
        {
            _thread = 0;
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs what was posted, until nothing is left.</summary>
    public void Drain()
    {
        while (_posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            _posted.Enqueue((d, state));
        }
        else
        {
            _strayed = true;
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            d(state);
        }
        else
        {
            _strayed = true;
        }
    }

    public override SynchronizationContext CreateCopy() => this;
}
