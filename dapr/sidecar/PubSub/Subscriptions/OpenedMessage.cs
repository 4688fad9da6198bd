using Personalization.Sidecar.PubSub.CloudEvents;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>A message ready to be given to the app.</summary>
internal sealed record OpenedMessage(BrokerDelivery Delivery, ReadOnlyMemory<byte> Body, EnvelopeHeader Header, string Path)
{
    /// <summary>Names the message in a bulk call and its answer.</summary>
    public string EntryId { get; } = Guid.NewGuid().ToString();
}
