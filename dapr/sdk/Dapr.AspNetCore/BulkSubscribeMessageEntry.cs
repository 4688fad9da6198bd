using System.Diagnostics.CodeAnalysis;

namespace Dapr.AspNetCore;

/// <summary>One event of a bulk.</summary>
[SuppressMessage("Usage", "CA2227:Collection properties should be read only", Justification = "The serializer sets it, as in the official SDK.")]
public class BulkSubscribeMessageEntry<TValue>
{
    /// <summary>Creates an empty entry, for the serializer.</summary>
    public BulkSubscribeMessageEntry()
    {
    }

    /// <summary>Creates an entry.</summary>
    public BulkSubscribeMessageEntry(string entryId, string contentType, Dictionary<string, string> metadata, TValue eventData)
    {
        EntryId = entryId;
        ContentType = contentType;
        Metadata = metadata;
        Event = eventData;
    }

    /// <summary>Names the event within the bulk, for the answer.</summary>
    public string EntryId { get; set; } = null!;

    /// <summary>The media type of the event.</summary>
    public string? ContentType { get; set; }

    /// <summary>Metadata of the event.</summary>
    public Dictionary<string, string>? Metadata { get; set; }

    /// <summary>The event.</summary>
    public TValue Event { get; set; } = default!;
}
