namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>How messages are gathered for one call of the app.</summary>
internal sealed record BulkOptions(int MaxMessages, TimeSpan MaxWait)
{
    public const int DefaultMaxMessages = 100;
    public static readonly TimeSpan DefaultMaxWait = TimeSpan.FromSeconds(1);
}
