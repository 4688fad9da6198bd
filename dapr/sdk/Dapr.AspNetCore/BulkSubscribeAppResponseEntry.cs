namespace Dapr.AspNetCore;

/// <summary>What became of one event of a bulk.</summary>
public class BulkSubscribeAppResponseEntry
{
    /// <summary>Creates an entry.</summary>
    public BulkSubscribeAppResponseEntry(string entryId, BulkSubscribeAppResponseStatus status)
    {
        EntryId = entryId;
        Status = status.ToString();
    }

    /// <summary>The event.</summary>
    public string EntryId { get; }

    /// <summary>What became of it.</summary>
    public string Status { get; }
}
