namespace Dapr;

/// <summary>Which of the endpoint's metadata pairs belong to a topic.</summary>
public interface IOwnedOriginalTopicMetadata
{
    /// <summary>The ids of the pairs.</summary>
    string[]? OwnedMetadatas { get; }

    /// <summary>What stands between several values of one key; default is a comma.</summary>
    string? MetadataSeparator { get; }
}
