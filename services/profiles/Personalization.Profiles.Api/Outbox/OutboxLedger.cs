using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>
/// The committed and unpublished events of one active actor: filled by its turns, emptied by the publisher, so safe to use from any thread.
/// </summary>
internal sealed class OutboxLedger
{
    private readonly Lock _lock = new();
    private readonly LinkedList<InteractionRecorded> _waiting = new();
    private TaskCompletionSource? _changed;
    private bool _queued;

    /// <summary>Events not yet published.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    public void Add(IEnumerable<InteractionRecorded> events)
    {
        lock (_lock)
        {
            foreach (var recorded in events)
            {
                _waiting.AddLast(recorded);
            }
        }
    }

    /// <summary>All that is not yet published, oldest first.</summary>
    public IReadOnlyList<InteractionRecorded> Waiting()
    {
        lock (_lock)
        {
            return [.. _waiting];
        }
    }

    /// <summary>True when the ledger was not queued for publication before: the caller queues it.</summary>
    public bool TryQueue()
    {
        lock (_lock)
        {
            if (_queued || _waiting.Count == 0)
            {
                return false;
            }

            return _queued = true;
        }
    }

    /// <summary>The oldest events, for publication. They stay until <see cref="Confirm"/>.</summary>
    public IReadOnlyList<InteractionRecorded> Peek(int most)
    {
        lock (_lock)
        {
            return [.. _waiting.Take(most)];
        }
    }

    /// <summary>Removes the oldest events, which were published, and leaves the queue.</summary>
    public void Confirm(int published)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            for (; published > 0; published--)
            {
                _waiting.RemoveFirst();
            }

            _queued = false;
            changed = _changed;
            _changed = null;
        }

        changed?.TrySetResult();
    }

    /// <summary>Completes when fewer than <paramref name="limit"/> wait; false when that took too long.</summary>
    public async Task<bool> WaitBelowAsync(int limit, TimeSpan patience, TimeProvider clock)
    {
        using var deadline = new CancellationTokenSource(patience, clock);
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_waiting.Count < limit)
                {
                    return true;
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = _changed.Task;
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
