namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>A message of the log in the hands of a subscription.</summary>
internal sealed class QueueDelivery(QueueCursor cursor, QueueItem item, TimeSpan retryDelay)
    : BrokerDelivery(item.Message.Data, MessageMetadata.Parse(item.Message.Metadata), item.Attempts)
{
    protected override void OnSettled(bool done)
    {
        if (done)
        {
            cursor.Complete(item);
        }
        else
        {
            cursor.Retry(item, retryDelay);
        }
    }
}
