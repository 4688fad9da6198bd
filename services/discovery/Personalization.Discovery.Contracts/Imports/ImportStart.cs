using System.Collections.ObjectModel;

namespace Personalization.Discovery.Contracts;

/// <summary>`POST internal/imports`: opens an import. Its body then comes in chunks of at most 1 MiB, then it is completed; all three are idempotent.</summary>
public sealed record ImportStart
{
    public required string StoreId { get; init; }

    /// <summary>Minted by the caller, who may repeat the call.</summary>
    public required string ImportId { get; init; }

    /// <summary>`upsert`, or `replace`: products absent from the import go out of stock.</summary>
    public string Mode { get; init => field = value ?? "upsert"; } = "upsert";

    /// <summary>Column name to product field, over the header aliases.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>`text/csv`, `text/tab-separated-values`, `application/x-ndjson` or `application/json`; the body is no longer compressed.</summary>
    public required string ContentType { get; init; }
}
