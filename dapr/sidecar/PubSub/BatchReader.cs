using System.Threading.Channels;

namespace Personalization.Sidecar.PubSub;

/// <summary>Takes batches for a <see cref="MessagePump"/> out of a channel of single messages.</summary>
internal static class BatchReader
{
    /// <summary>Waits for a first message, then for more until the batch is full or the subscription's patience is over.</summary>
    public static async Task<IReadOnlyList<BrokerDelivery>> TakeBatchAsync(
        this ChannelReader<BrokerDelivery> messages,
        BrokerSubscription subscription,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var batch = new List<BrokerDelivery> { await messages.ReadAsync(cancellationToken) };
        if (subscription.MaxBatch == 1)
        {
            return batch;
        }

        using var patience = new CancellationTokenSource(subscription.MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (batch.Count < subscription.MaxBatch)
            {
                batch.Add(await messages.ReadAsync(either.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // What has come so far is the batch.
        }

        return batch;
    }
}
