namespace Personalization.Discovery.Contracts;

/// <summary>`GET internal/snapshots`: the newest snapshot of every store.</summary>
public sealed record SnapshotList(IReadOnlyList<SnapshotManifest> Stores);
