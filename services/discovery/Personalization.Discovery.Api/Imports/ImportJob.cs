using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Imports;

/// <summary>One import as state keeps it.</summary>
internal sealed record ImportJob
{
    public required ImportStart Start { get; init; }

    public required ImportStatus Status { get; init; }

    /// <summary>Set when all of the body is here.</summary>
    public int? Chunks { get; init; }

    /// <summary>Of the whole request, as the caller computed it; tells a repeat from another body under the same id.</summary>
    public string? Digest { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>True once <see cref="Status"/> has the counts: a second run after a crash finds its own changes done and must not count anew.</summary>
    public bool Counted { get; init; }
}
