namespace Dapr;

/// <summary>Whether a subscriber gets messages without an envelope.</summary>
public interface IRawTopicMetadata
{
    /// <summary>Whether it does.</summary>
    bool? EnableRawPayload { get; }
}
