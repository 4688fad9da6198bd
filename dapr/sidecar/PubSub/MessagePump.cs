namespace Personalization.Sidecar.PubSub;

/// <summary>
/// Takes messages in order, begins the handling of each in that order, and keeps no more than the allowed number of batches in work.
/// </summary>
internal sealed partial class MessagePump : IAsyncDisposable
{
    /// <summary>What is in work when the pump stops may take this long to finish.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly BrokerSubscription _subscription;
    private readonly Func<CancellationToken, Task<IReadOnlyList<BrokerDelivery>>> _take;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int _concurrency;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly Task _pump;

    /// <param name="subscription">Whose handler is called.</param>
    /// <param name="concurrency">Batches in work at once.</param>
    /// <param name="take">Waits for the next batch.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Where failures of the handler go.</param>
    public MessagePump(
        BrokerSubscription subscription,
        int concurrency,
        Func<CancellationToken, Task<IReadOnlyList<BrokerDelivery>>> take,
        TimeProvider time,
        ILogger logger)
    {
        _subscription = subscription;
        _concurrency = concurrency;
        _take = take;
        _time = time;
        _logger = logger;
        _slots = new SemaphoreSlim(concurrency, concurrency);
        _pump = Task.Run(PumpAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _pump;
        var idle = IdleAsync();
        try
        {
            await idle.WaitAsync(Grace, _time);
        }
        catch (TimeoutException)
        {
            await _aborting.CancelAsync();
            await idle;
        }

        _slots.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task IdleAsync()
    {
        for (var slot = 0; slot < _concurrency; slot++)
        {
            await _slots.WaitAsync();
        }
    }

    private async Task PumpAsync()
    {
        var cancellationToken = _stopping.Token;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _slots.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                var batch = await _take(cancellationToken);
                // Runs here up to its first wait, so handlers begin in the order of the messages.
                _ = HandleAsync(batch);
            }
            catch (OperationCanceledException)
            {
                _slots.Release();
            }
        }
    }

    private async Task HandleAsync(IReadOnlyList<BrokerDelivery> batch)
    {
        try
        {
            await _subscription.HandleAsync(batch, _aborting.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is not settled comes again, to whoever is there then.
        }
        catch (Exception exception)
        {
            // The edge of the loop: the component decides whether the messages come again.
            LogHandlerFailed(_logger, exception, _subscription.Topic, batch.Count);
        }
        finally
        {
            foreach (var delivery in batch)
            {
                delivery.Retry();
            }

            _slots.Release();
        }
    }

    [LoggerMessage(EventId = 3111, Level = LogLevel.Error, Message = "The handler of topic {Topic} failed on {Count} messages")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception, string topic, int count);
}
