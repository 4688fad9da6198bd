namespace Personalization.Sidecar.PubSub;

/// <summary>One message in the hands of a subscription. Settling twice has no further effect: the first word counts.</summary>
internal abstract class BrokerDelivery(ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string>? metadata, int attempt)
{
    private int _settled;

    /// <summary>The bytes that were published.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>The metadata the publisher gave, or null.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; } = metadata;

    /// <summary>1 for the first delivery by this process.</summary>
    public int Attempt { get; } = attempt;

    /// <summary>The message is done with: handled, dropped, or safe in a dead-letter topic.</summary>
    public void Complete() => Settle(done: true);

    /// <summary>The message was not handled; the component decides when it comes again.</summary>
    public void Retry() => Settle(done: false);

    protected abstract void OnSettled(bool done);

    private void Settle(bool done)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            OnSettled(done);
        }
    }
}
