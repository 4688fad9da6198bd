using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;
using Personalization.Discovery.Ranking;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Evaluation.Tests.Scenarios;

/// <summary>A shop of the pure parts alone: import, learning and ranking without a process around them.</summary>
internal sealed class PureShop
{
    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PersonalRanker _ranker;
    private ShopperState _shopper = ShopperState.Empty;
    private int _events;

    private PureShop(StandardCatalogue catalogue)
    {
        _ranker = new PersonalRanker(catalogue, new RankingOptions());
    }

    /// <param name="open">Opens the catalogue from its start.</param>
    /// <param name="format">NDJSON or CSV.</param>
    /// <param name="popularity">By product id.</param>
    public static async Task<PureShop> OpenAsync(Func<Stream> open, ImportFormat format, IReadOnlyDictionary<string, double> popularity)
    {
        var draft = new CatalogueDraft([]);
        var outcome = await CatalogueImport.ApplyAsync(
            open, format, new ColumnMap(new Dictionary<string, string>()), false, draft, null, CancellationToken.None);
        outcome.Rejected.ShouldBe(0, string.Join("; ", outcome.Faults.Take(3).Select(fault => $"{fault}")));
        return new PureShop(StandardCatalogue.Build("main", "1", CatalogueSnapshot.Products([.. draft.Pages.SelectMany(page => page)], popularity)));
    }

    public void Track(string type, string? product, Func<Interaction, Interaction>? with = null)
    {
        var interaction = new Interaction
        {
            EventId = $"e{_events++}",
            Type = type,
            Timestamp = Now,
            ReceivedAt = Now,
            SessionId = "s",
            ProductId = product,
            Product = product is null ? null : Facts(product),
        };
        _shopper = PreferenceEngine.Learn(_shopper, with?.Invoke(interaction) ?? interaction, LearningRules.Default).State;
    }

    public ProductFacts Facts(string id)
    {
        var product = _ranker.Catalogue.Find(id).ShouldNotBeNull();
        return new ProductFacts { Id = id, Name = product.Name, Brand = product.Brand, Categories = product.Categories, Attributes = product.Attributes, Price = product.Price, Currency = product.Currency };
    }

    /// <summary>The first results.</summary>
    public IReadOnlyList<RankedProduct> Search(string query, int count = StandardCatalogue.MaxLimit)
    {
        var shopper = PreferenceEngine.Read(_shopper, Now, LearningRules.Default.Options);
        var request = new SearchRequest { StoreId = "main", Query = query, Limit = StandardCatalogue.MaxLimit };
        return [.. Enumerable.Range(0, count / request.Limit).SelectMany(page => _ranker.Search(request with { Offset = page * request.Limit }, shopper, Now).Results)];
    }
}
