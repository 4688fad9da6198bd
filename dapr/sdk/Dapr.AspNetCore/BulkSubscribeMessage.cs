using System.Diagnostics.CodeAnalysis;

namespace Dapr.AspNetCore;

/// <summary>Events of a topic, delivered together.</summary>
[SuppressMessage("Design", "CA1002:Do not expose generic lists", Justification = "The official SDK offers a list here.")]
[SuppressMessage("Usage", "CA2227:Collection properties should be read only", Justification = "The serializer sets them, as in the official SDK.")]
public class BulkSubscribeMessage<TValue>
{
    /// <summary>Creates an empty message, for the serializer.</summary>
    public BulkSubscribeMessage()
    {
    }

    /// <summary>Creates a message.</summary>
    public BulkSubscribeMessage(List<BulkSubscribeMessageEntry<TValue>> entries, string topic, Dictionary<string, string> metadata)
    {
        Entries = entries;
        Topic = topic;
        Metadata = metadata;
    }

    /// <summary>The events.</summary>
    public List<BulkSubscribeMessageEntry<TValue>> Entries { get; set; } = null!;

    /// <summary>The topic.</summary>
    public string? Topic { get; set; }

    /// <summary>Metadata of the component.</summary>
    public Dictionary<string, string>? Metadata { get; set; }
}
