using System.Threading.Channels;

namespace Personalization.Sidecar.PubSub.InMemory;

/// <summary>Hands the messages of one in-memory subscription to its handler, several at a time, begun in order.</summary>
internal sealed partial class InMemorySubscription : IAsyncDisposable
{
    private const int Concurrency = 10;

    private readonly BrokerSubscription _subscription;
    private readonly ChannelReader<OutgoingMessage> _messages;
    private readonly Action _leave;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots = new(Concurrency, Concurrency);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _pump;

    public InMemorySubscription(BrokerSubscription subscription, ChannelReader<OutgoingMessage> messages, Action leave, ILogger logger)
    {
        _subscription = subscription;
        _messages = messages;
        _leave = leave;
        _logger = logger;
        _pump = Task.Run(() => PumpAsync(_stopping.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _leave();
        await _stopping.CancelAsync();
        await _pump;
        for (var slot = 0; slot < Concurrency; slot++)
        {
            await _slots.WaitAsync();
        }

        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _messages.WaitToReadAsync(cancellationToken))
            {
                await _slots.WaitAsync(cancellationToken);
                _ = HandleAsync(await TakeAsync(), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what has not been begun is lost with the process.
        }
    }

    private async Task<List<OutgoingMessage>> TakeAsync()
    {
        var batch = new List<OutgoingMessage>();
        using var patience = new CancellationTokenSource(_subscription.MaxWait);
        while (batch.Count < _subscription.MaxBatch)
        {
            if (_messages.TryRead(out var message))
            {
                batch.Add(message);
                continue;
            }

            try
            {
                if (_subscription.MaxBatch == 1 || !await _messages.WaitToReadAsync(patience.Token))
                {
                    break;
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return batch;
    }

    private async Task HandleAsync(List<OutgoingMessage> batch, CancellationToken cancellationToken)
    {
        try
        {
            await _subscription.HandleAsync([.. batch.Select(message => new InMemoryDelivery(message))], cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception exception)
        {
            // The edge of the loop: this component has no second delivery.
            LogHandlerFailed(_logger, exception, _subscription.Topic, batch.Count);
        }
        finally
        {
            _slots.Release();
        }
    }

    [LoggerMessage(EventId = 3121, Level = LogLevel.Error, Message = "The handler of topic {Topic} failed on {Count} messages; pubsub.in-memory does not deliver them again")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception, string topic, int count);

    private sealed class InMemoryDelivery(OutgoingMessage message) : BrokerDelivery(message.Data, message.Metadata, 1)
    {
        protected override void OnSettled(bool done)
        {
            // Nothing is kept, so there is nothing to give up and nothing to bring again.
        }
    }
}
