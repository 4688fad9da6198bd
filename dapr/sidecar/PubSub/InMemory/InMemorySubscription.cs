using System.Threading.Channels;

namespace Personalization.Sidecar.PubSub.InMemory;

/// <summary>The messages of one in-memory subscription on their way to its handler.</summary>
internal sealed class InMemorySubscription : IAsyncDisposable
{
    private const int Concurrency = 10;

    private readonly Action _leave;
    private readonly MessagePump _pump;

    public InMemorySubscription(BrokerSubscription subscription, ChannelReader<BrokerDelivery> messages, Action leave, TimeProvider time, ILogger logger)
    {
        _leave = leave;
        _pump = new MessagePump(subscription, Concurrency, token => messages.TakeBatchAsync(subscription, time, token), time, logger);
    }

    public ValueTask DisposeAsync()
    {
        _leave();
        return _pump.DisposeAsync();
    }
}
