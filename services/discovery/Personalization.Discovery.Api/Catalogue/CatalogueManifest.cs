namespace Personalization.Discovery.Api.Catalogue;

/// <summary>What makes one index version: written last, so that a version exists as a whole or not at all.</summary>
internal sealed record CatalogueManifest
{
    /// <summary>`index_version`.</summary>
    public required string Version { get; init; }

    public required int Sequence { get; init; }

    public required int Pages { get; init; }

    /// <summary>Of each page the import that wrote it: a page in force is never written over, so that a version has the same products after any crash.</summary>
    public IReadOnlyList<string?> PageRevisions { get => field ?? [.. new string?[Pages]]; init; } = null!;

    /// <summary>Keys of pages that the version before used and this one does not; deleted before the next version is made.</summary>
    public IReadOnlyList<string> ReplacedPages { get => field ?? []; init; } = [];

    public required int Products { get; init; }

    /// <summary>The slot of the popularity in force.</summary>
    public required int FrozenSlot { get; init; }

    public required DateTimeOffset FrozenAt { get; init; }
}
