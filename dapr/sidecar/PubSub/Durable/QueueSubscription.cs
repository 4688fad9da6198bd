namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// One member of a consumer group: takes messages in order, begins each in that order, and keeps no more than the allowed
/// number in work.
/// </summary>
internal sealed partial class QueueSubscription : IAsyncDisposable
{
    private readonly QueueFile _file;
    private readonly QueueCursor _cursor;
    private readonly BrokerSubscription _subscription;
    private readonly QueueOptions _options;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly int _slotCount;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _pump;

    public QueueSubscription(QueueFile file, QueueCursor cursor, BrokerSubscription subscription, QueueOptions options, ILogger logger)
    {
        _file = file;
        _cursor = cursor;
        _subscription = subscription;
        _options = options;
        _logger = logger;
        // Batches are given one after the other: a second one in work would only make both smaller.
        _slotCount = subscription.MaxBatch > 1 ? 1 : options.Concurrency;
        _slots = new SemaphoreSlim(_slotCount, _slotCount);
        _pump = Task.Run(() => PumpAsync(_stopping.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _pump;
        for (var slot = 0; slot < _slotCount; slot++)
        {
            await _slots.WaitAsync();
        }

        await _file.LeaveAsync(_cursor);
        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _slots.WaitAsync(cancellationToken);
                IReadOnlyList<QueueItem> items;
                try
                {
                    items = await _cursor.TakeAsync(_subscription.MaxBatch, _subscription.MaxWait, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    _slots.Release();
                    throw;
                }

                // Runs here up to its first wait, so handlers begin in the order of the messages.
                _ = HandleAsync(items, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task HandleAsync(IReadOnlyList<QueueItem> items, CancellationToken cancellationToken)
    {
        var deliveries = new QueueDelivery[items.Count];
        for (var index = 0; index < deliveries.Length; index++)
        {
            var item = items[index];
            item.Attempts++;
            deliveries[index] = new QueueDelivery(_cursor, item, DelayAfter(item.Attempts));
        }

        try
        {
            await _subscription.HandleAsync(deliveries, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: what is not settled comes again, to whoever is there then.
        }
        catch (Exception exception)
        {
            // The edge of the loop: the messages come again.
            LogHandlerFailed(_logger, exception, _subscription.Topic, items.Count);
        }
        finally
        {
            foreach (var delivery in deliveries)
            {
                delivery.Retry();
            }

            _slots.Release();
        }
    }

    private TimeSpan DelayAfter(int attempts)
    {
        var doubled = _options.RedeliverInterval.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, _options.MaxRedeliverInterval.TotalMilliseconds));
    }

    [LoggerMessage(EventId = 3111, Level = LogLevel.Error, Message = "The handler of topic {Topic} failed on {Count} messages; they come again")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception, string topic, int count);
}
