namespace Dapr;

/// <summary>A metadata pair of a subscription, for the component.</summary>
public interface IOriginalTopicMetadata
{
    /// <summary>Names the pair, for <see cref="IOwnedOriginalTopicMetadata.OwnedMetadatas"/>; empty means it is for every topic of the endpoint.</summary>
    string? Id { get; }

    /// <summary>The key.</summary>
    string Name { get; }

    /// <summary>The value.</summary>
    string Value { get; }
}
