namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>One member of a consumer group.</summary>
internal sealed class QueueSubscription : IAsyncDisposable
{
    private readonly QueueFile _file;
    private readonly QueueCursor _cursor;
    private readonly BrokerSubscription _subscription;
    private readonly QueueOptions _options;
    private readonly MessagePump _pump;

    public QueueSubscription(QueueFile file, QueueCursor cursor, BrokerSubscription subscription, QueueOptions options, TimeProvider time, ILogger logger)
    {
        _file = file;
        _cursor = cursor;
        _subscription = subscription;
        _options = options;
        // Batches are given one after the other: a second one in work would only make both smaller.
        _pump = new MessagePump(subscription, subscription.MaxBatch > 1 ? 1 : options.Concurrency, TakeAsync, time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync();
        await _file.LeaveAsync(_cursor);
    }

    private async Task<IReadOnlyList<BrokerDelivery>> TakeAsync(CancellationToken cancellationToken)
    {
        var items = await _cursor.TakeAsync(_subscription.MaxBatch, _subscription.MaxWait, cancellationToken);
        var deliveries = new BrokerDelivery[items.Count];
        for (var index = 0; index < deliveries.Length; index++)
        {
            var item = items[index];
            item.Attempts++;
            deliveries[index] = new QueueDelivery(_cursor, item, DelayAfter(item.Attempts));
        }

        return deliveries;
    }

    private TimeSpan DelayAfter(int attempts)
    {
        var doubled = _options.RedeliverInterval.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, _options.MaxRedeliverInterval.TotalMilliseconds));
    }
}
