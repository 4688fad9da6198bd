namespace Dapr;

/// <summary>Where the events go that a subscriber cannot handle.</summary>
public interface IDeadLetterTopicMetadata
{
    /// <summary>The topic; <c>null</c> when there is none.</summary>
    string? DeadLetterTopic { get; }
}
