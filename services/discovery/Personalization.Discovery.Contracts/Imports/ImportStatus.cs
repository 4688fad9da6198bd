using System.Text.Json.Serialization;

namespace Personalization.Discovery.Contracts;

/// <summary>The public answer of `GET /api/catalog/imports/{id}`.</summary>
public sealed record ImportStatus
{
    public required string Id { get; init; }

    /// <summary>`receiving`, `running`, `publishing` (in discovery's index, not yet in the storefront's copy), `done` or `failed`.</summary>
    public required string State { get; init; }

    public long Read { get; init; }

    public long Changed { get; init; }

    public long Unchanged { get; init; }

    public long Rejected { get; init; }

    /// <summary>The first 1,000 faults.</summary>
    public IReadOnlyList<ImportFault> Errors { get; init => field = value ?? []; } = [];

    /// <summary>Null while it goes on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The index version that has this import; the storefront reports `done` once its copy has reached it.</summary>
    public string? IndexVersion { get; init; }
}
