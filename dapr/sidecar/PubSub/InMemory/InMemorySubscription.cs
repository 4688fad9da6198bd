using System.Threading.Channels;

namespace Personalization.Sidecar.PubSub.InMemory;

/// <summary>The messages of one in-memory subscription on their way to its handler.</summary>
internal sealed class InMemorySubscription : IAsyncDisposable
{
    private const int Concurrency = 10;

    private readonly BrokerSubscription _subscription;
    private readonly ChannelReader<OutgoingMessage> _messages;
    private readonly Action _leave;
    private readonly TimeProvider _time;
    private readonly MessagePump _pump;

    public InMemorySubscription(BrokerSubscription subscription, ChannelReader<OutgoingMessage> messages, Action leave, TimeProvider time, ILogger logger)
    {
        _subscription = subscription;
        _messages = messages;
        _leave = leave;
        _time = time;
        _pump = new MessagePump(subscription, Concurrency, TakeAsync, time, logger);
    }

    public ValueTask DisposeAsync()
    {
        _leave();
        return _pump.DisposeAsync();
    }

    private async Task<IReadOnlyList<BrokerDelivery>> TakeAsync(CancellationToken cancellationToken)
    {
        var batch = new List<BrokerDelivery> { new InMemoryDelivery(await _messages.ReadAsync(cancellationToken)) };
        if (_subscription.MaxBatch == 1)
        {
            return batch;
        }

        using var patience = new CancellationTokenSource(_subscription.MaxWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (batch.Count < _subscription.MaxBatch)
            {
                batch.Add(new InMemoryDelivery(await _messages.ReadAsync(either.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // What has come so far is the batch.
        }

        return batch;
    }

    private sealed class InMemoryDelivery(OutgoingMessage message) : BrokerDelivery(message.Data, message.Metadata, 1)
    {
        protected override void OnSettled(bool done)
        {
            // Nothing is kept, so there is nothing to give up and nothing to bring again.
        }
    }
}
