namespace Personalization.Discovery.Contracts;

/// <summary>
/// One immutable state of a store's standard index: products and the popularity frozen with it. Whoever builds
/// `Personalization.Search` from its parts gets the standard order of this version.
/// </summary>
public sealed record SnapshotManifest
{
    public required string StoreId { get; init; }

    /// <summary>`index_version`.</summary>
    public required string Version { get; init; }

    /// <summary>Parts to fetch: `GET internal/snapshots/{store}/{version}/{part}`, part from 0, each a <see cref="SnapshotPart"/>.</summary>
    public int Parts { get; init; }

    public int Products { get; init; }

    /// <summary>The model version that serves recommendations in the replica that answers; null none.</summary>
    public string? Model { get; init; }
}
