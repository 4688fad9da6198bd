using System.Diagnostics.CodeAnalysis;

namespace Dapr.AspNetCore;

/// <summary>What became of the events of a bulk. An event that is not named is delivered again.</summary>
[SuppressMessage("Design", "CA1002:Do not expose generic lists", Justification = "The official SDK offers a list here.")]
public class BulkSubscribeAppResponse
{
    /// <summary>Creates an answer.</summary>
    public BulkSubscribeAppResponse(List<BulkSubscribeAppResponseEntry> statuses) => Statuses = statuses;

    /// <summary>What became of each event.</summary>
    public List<BulkSubscribeAppResponseEntry> Statuses { get; }
}
