using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Replay;

/// <summary>Events raised for an instance and those who wait for them: first come, first served, by name without case.</summary>
internal sealed class ExternalEvents
{
    private readonly List<HistoryEvent> _unclaimed = [];
    private readonly Dictionary<string, Queue<TaskCompletionSource<HistoryEvent>>> _waiters = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Nobody waited for them yet.</summary>
    public IReadOnlyList<HistoryEvent> Unclaimed => _unclaimed;

    public bool HasWaiters => _waiters.Values.Any(queue => queue.Any(waiter => !waiter.Task.IsCompleted));

    public Task<HistoryEvent> NextAsync(string name, CancellationToken cancellationToken)
    {
        var place = _unclaimed.FindIndex(raised => string.Equals(raised.EventRaised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (place >= 0)
        {
            var raised = _unclaimed[place];
            _unclaimed.RemoveAt(place);
            return Task.FromResult(raised);
        }

        var waiter = new TaskCompletionSource<HistoryEvent>();
        if (!_waiters.TryGetValue(name, out var queue))
        {
            _waiters.Add(name, queue = new Queue<TaskCompletionSource<HistoryEvent>>());
        }

        queue.Enqueue(waiter);
        cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        return waiter.Task;
    }

    public void Raise(HistoryEvent raised)
    {
        if (_waiters.TryGetValue(raised.EventRaised.Name, out var queue))
        {
            while (queue.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult(raised))
                {
                    return;
                }
            }
        }

        _unclaimed.Add(raised);
    }
}
