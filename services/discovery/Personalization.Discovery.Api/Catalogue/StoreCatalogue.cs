using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>One store's catalogue in force.</summary>
/// <param name="Manifest">What makes its version.</param>
/// <param name="ManifestETag">Of the manifest in state.</param>
/// <param name="Pages">The products as stored.</param>
/// <param name="Ranker">The index of it, ready to rank.</param>
/// <param name="Previous">The version before, for those still fetching it.</param>
internal sealed record StoreCatalogue(CatalogueManifest Manifest, string ManifestETag, IReadOnlyList<CatalogueEntry[]> Pages, PersonalRanker Ranker, StandardCatalogue? Previous)
{
    public StandardCatalogue Catalogue => Ranker.Catalogue;

    public ProductCards Cards { get; } = new(Ranker.Catalogue);
}
