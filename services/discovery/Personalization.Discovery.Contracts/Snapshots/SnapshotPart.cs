namespace Personalization.Discovery.Contracts;

public sealed record SnapshotPart(IReadOnlyList<SnapshotProduct> Products);
