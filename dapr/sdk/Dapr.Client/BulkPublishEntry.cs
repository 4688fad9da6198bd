namespace Dapr.Client;

/// <summary>One event of a bulk publish.</summary>
/// <param name="entryId">Names the event within this request.</param>
/// <param name="eventData">The event.</param>
/// <param name="contentType">The media type the event is sent with.</param>
/// <param name="metadata">Metadata of the event; overrides that of the request.</param>
public class BulkPublishEntry<TValue>(string entryId, TValue eventData, string contentType, IReadOnlyDictionary<string, string>? metadata = null)
{
    /// <summary>Names the event within this request.</summary>
    public string EntryId { get; } = entryId;

    /// <summary>The event.</summary>
    public TValue EventData { get; } = eventData;

    /// <summary>The media type the event is sent with.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>Metadata of the event.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; } = metadata;
}
