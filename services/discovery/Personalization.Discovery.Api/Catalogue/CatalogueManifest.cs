namespace Personalization.Discovery.Api.Catalogue;

/// <summary>What makes one index version: written last, so that a version exists as a whole or not at all.</summary>
internal sealed record CatalogueManifest
{
    /// <summary>`index_version`.</summary>
    public required string Version { get; init; }

    public required int Sequence { get; init; }

    public required int Pages { get; init; }

    public required int Products { get; init; }

    /// <summary>The slot of the popularity in force.</summary>
    public required int FrozenSlot { get; init; }

    public required DateTimeOffset FrozenAt { get; init; }
}
