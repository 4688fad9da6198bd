using System.Diagnostics.CodeAnalysis;

namespace Dapr;

/// <summary>A subscription of an endpoint. Name and component are required.</summary>
public class TopicOptions
{
    /// <summary>Metadata for the component.</summary>
    [SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The official SDK offers a field here.")]
    public IDictionary<string, string>? Metadata;

    /// <summary>The topic.</summary>
    public string? Name { get; set; }

    /// <summary>The pub/sub component.</summary>
    public string? PubsubName { get; set; }

    /// <summary>Whether messages come without an envelope.</summary>
    public bool EnableRawPayload { get; set; }

    /// <summary>The CEL expression an event must fulfil.</summary>
    public string? Match { get; set; }

    /// <summary>The order in which expressions are tried, lowest first.</summary>
    public int Priority { get; set; }

    /// <summary>The ids of the endpoint's metadata pairs that belong to this topic.</summary>
    public string[]? OwnedMetadatas { get; set; }

    /// <summary>What stands between several values of one key. The official SDK drops it here; so does this one.</summary>
    public string? MetadataSeparator { get; set; }

    /// <summary>Where the events go that cannot be handled.</summary>
    public string? DeadLetterTopic { get; set; }
}
