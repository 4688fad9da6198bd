namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>
/// The turns of one actor: one call at a time, in the order they came. A call that belongs to the call in work (same reentrancy id)
/// enters at once, up to a depth.
/// </summary>
internal sealed class TurnLock
{
    private readonly Lock _gate = new();
    private Queue<Waiter>? _waiters;
    private string? _holder;
    private int _depth;
    private bool _closed;

    /// <summary>Nobody is in, nobody waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _depth == 0;
            }
        }
    }

    /// <summary>More than one call of a chain is in.</summary>
    public bool IsNested
    {
        get
        {
            lock (_gate)
            {
                return _depth > 1;
            }
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <param name="reentrancyId">The chain of calls this one belongs to; null: none.</param>
    /// <param name="maxDepth">The most calls of one chain inside at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False when the actor was deactivated meanwhile: look it up again.</returns>
    /// <exception cref="TurnDepthException">The chain is too deep.</exception>
    public ValueTask<bool> EnterAsync(string? reentrancyId, int maxDepth, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_closed)
            {
                return ValueTask.FromResult(false);
            }

            if (_depth == 0 || (reentrancyId is not null && reentrancyId == _holder))
            {
                if (_depth >= maxDepth)
                {
                    throw new TurnDepthException(maxDepth);
                }

                _holder = reentrancyId;
                _depth++;
                return ValueTask.FromResult(true);
            }

            waiter = new Waiter(reentrancyId);
            (_waiters ??= new Queue<Waiter>()).Enqueue(waiter);
        }

        return new ValueTask<bool>(WaitAsync(waiter, cancellationToken));
    }

    /// <summary>Ends the turn.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_depth > 0)
            {
                return;
            }

            _holder = null;
            while (_waiters is not null && _waiters.TryDequeue(out var next))
            {
                _holder = next.ReentrancyId;
                _depth = 1;
                if (next.TrySetResult(true))
                {
                    return;
                }

                _holder = null;
                _depth = 0;
            }
        }
    }

    /// <summary>Takes the turn if nobody is in.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_depth > 0 || _closed)
            {
                return false;
            }

            _depth = 1;
            return true;
        }
    }

    /// <summary>The holder of the turn ends this activation: whoever waits has to look the actor up again.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _depth = 0;
            while (_waiters is not null && _waiters.TryDequeue(out var waiter))
            {
                waiter.TrySetResult(false);
            }
        }
    }

    private static async Task<bool> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(
            static (state, token) => ((Waiter)state!).TrySetCanceled(token), waiter);
        return await waiter.Task;
    }

    private sealed class Waiter(string? reentrancyId) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string? ReentrancyId { get; } = reentrancyId;
    }
}
