using System.Threading.Channels;

namespace Personalization.Sidecar.PubSub.InMemory;

/// <summary>
/// <c>pubsub.in-memory</c>: topics of one sidecar, in memory. Every subscription gets every message that comes after it began; a
/// message whose handler fails is lost, as in daprd.
/// </summary>
internal sealed class InMemoryBroker(TopicScopes scopes, TimeProvider time, ILogger logger) : IPubSubBroker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Channel<BrokerDelivery>>> _topics = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Capabilities { get; } = [];

    public TopicScopes Scopes => scopes;

    public TimeSpan AttemptTimeout => TimeSpan.FromSeconds(60);

    public Task InitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PublishAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var message in messages)
            {
                if (_topics.TryGetValue(message.Topic, out var subscriptions))
                {
                    subscriptions.ForEach(subscription => subscription.Writer.TryWrite(new InMemoryDelivery(message)));
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<IAsyncDisposable> SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<BrokerDelivery>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            if (!_topics.TryGetValue(subscription.Topic, out var subscriptions))
            {
                _topics.Add(subscription.Topic, subscriptions = []);
            }

            subscriptions.Add(channel);
        }

        return Task.FromResult<IAsyncDisposable>(new InMemorySubscription(subscription, channel.Reader, () => Remove(subscription.Topic, channel), time, logger));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Remove(string topic, Channel<BrokerDelivery> channel)
    {
        lock (_gate)
        {
            if (_topics[topic].Remove(channel) && _topics[topic].Count == 0)
            {
                _topics.Remove(topic);
            }
        }
    }

    private sealed class InMemoryDelivery(OutgoingMessage message) : BrokerDelivery(message.Data, message.Metadata, 1)
    {
        protected override void OnSettled(bool done)
        {
            // Nothing is kept, so there is nothing to give up and nothing to bring again.
        }
    }
}
