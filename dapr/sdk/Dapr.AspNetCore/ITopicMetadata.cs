namespace Dapr;

/// <summary>Makes an endpoint a subscriber of a topic.</summary>
public interface ITopicMetadata
{
    /// <summary>The topic.</summary>
    string Name { get; }

    /// <summary>The pub/sub component.</summary>
    string PubsubName { get; }

    /// <summary>The CEL expression an event must fulfil; <c>null</c> makes the endpoint the default route.</summary>
    string? Match { get; }

    /// <summary>The order in which expressions are tried, lowest first.</summary>
    int Priority { get; }
}
