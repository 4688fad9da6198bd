namespace Personalization.Sidecar.PubSub;

/// <summary>What a subscription asks of a component.</summary>
/// <param name="Topic">The topic to read.</param>
/// <param name="HandleAsync">Handles one batch and settles each message of it; what it leaves unsettled comes again.</param>
/// <param name="MaxBatch">The most messages handed over at once; 1 unless bulk delivery was asked for.</param>
/// <param name="MaxWait">How long an incomplete batch waits for more messages.</param>
internal sealed record BrokerSubscription(
    string Topic,
    Func<IReadOnlyList<BrokerDelivery>, CancellationToken, Task> HandleAsync,
    int MaxBatch,
    TimeSpan MaxWait);
