namespace Dapr;

/// <summary>What holds for all subscriptions.</summary>
public class SubscribeOptions
{
    /// <summary>Whether all messages come without an envelope.</summary>
    public bool EnableRawPayload { get; set; }
}
