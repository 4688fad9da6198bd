using System.Collections.Concurrent;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Profiles.Contracts;
using Personalization.Search.Query;
using Personalization.Search.Suggestions;

namespace Personalization.Discovery.Ranking;

/// <summary>
/// Re-ranks the standard hits of one catalogue version for one shopper: inside a band of text relevance by ln(popularity) + u, where u is the
/// shopper's own purchases plus, for brand, categories and attributes, how much more often than everybody the shopper takes them
/// (a smoothed log ratio, so what is popular anyway gets nothing), less dislikes. A strong u moves a product a bounded number of bands.
/// u = 0 everywhere gives exactly the standard order. Pure, and safe for concurrent calls.
/// </summary>
public sealed class PersonalRanker
{
    private readonly ConcurrentBag<Taste> _tastes = [];
    private readonly MomentVocabulary _moments;
    private readonly double[] _popularity;

    public PersonalRanker(StandardCatalogue catalogue, RankingOptions options)
    {
        Catalogue = catalogue;
        Options = options;
        _moments = MomentVocabulary.Build(catalogue.Index);
        _popularity = new double[catalogue.Index.Count];
        for (var document = 0; document < _popularity.Length; document++)
        {
            _popularity[document] = Math.Log(catalogue.Index.PopularityOf(document) + RankingScore.PopularityFloor);
        }
    }

    public StandardCatalogue Catalogue { get; }

    public RankingOptions Options { get; }

    /// <summary>True when there is something to rank by: the shopper's switch is on and something is known of the shopper.</summary>
    public static bool Applies(ShopperContext? shopper, SearchContext? context) =>
        shopper is not null
        && shopper.Switches.IsOn(FeatureNames.SmartRanking)
        && (shopper.Events > 0 || shopper.Products.Count > 0 || context?.RecentViews.Count > 0);

    /// <summary>Text match and personal order in one; for a shopper to whom personalization does not apply, the standard order.</summary>
    public SearchReply Search(SearchRequest request, ShopperContext? shopper, DateTimeOffset now)
    {
        if (!Applies(shopper, request.Context))
        {
            return WithQuantities(Catalogue.Search(request), shopper);
        }

        var offset = Math.Clamp(request.Offset, 0, StandardCatalogue.MaxDepth);
        var limit = Math.Clamp(request.Limit, 0, StandardCatalogue.MaxLimit);
        var query = StandardCatalogue.Query(request, Math.Max(Options.Candidates, offset + limit)) with { Include = OwnDocuments(shopper!) };
        var found = Catalogue.Index.Search(query);
        return Using(shopper!, request.Context, now, taste =>
        {
            var ranked = Order(found, request, taste);
            var writer = new ReasonWriter(Catalogue, taste, Options, shopper!, request.Explain);
            var page = ranked.Skip(offset).Take(limit).Select(writer.Describe).ToList();
            return new SearchReply
            {
                Results = page,
                Total = found.Total,
                IndexVersion = Catalogue.Version,
                Ranking = new RankingSummary { Active = true, Features = writer.Features(page), Confidence = Confidence(taste.Events) },
            };
        });
    }

    /// <summary>The hits of a request in the order in which <see cref="Search"/> shows them, with their scores.</summary>
    public IReadOnlyList<RankedHit> Rank(SearchResult found, SearchRequest request, ShopperContext shopper, DateTimeOffset now) =>
        Using(shopper, request.Context, now, taste => Order(found, request, taste));

    /// <summary>How much stands behind a personal order, 0..1, by the number of events.</summary>
    public static double Confidence(double events) => Math.Round(events / (events + 5), 3);

    /// <summary>The shopper's liking of one value or product for suggestions, in nats; null when personalization does not apply.</summary>
    public Func<SuggestionHit, double>? SuggestionBoost(ShopperContext? shopper, DateTimeOffset now)
    {
        if (shopper is null || shopper.Events == 0 || !shopper.Switches.IsOn(FeatureNames.Suggestions))
        {
            return null;
        }

        var taste = new Taste(Catalogue, _moments, Options);
        taste.Fill(shopper, null, now);
        return hit => hit.Kind switch
        {
            SuggestionKind.Brand => taste.Brands[hit.Target],
            SuggestionKind.Category => taste.Categories[hit.Target],
            SuggestionKind.Product => Personal(hit.Target, taste),
            _ => 0,
        };
    }

    internal double Personal(int document, Taste taste)
    {
        var index = Catalogue.Index;
        var brand = index.BrandOf(document);
        var personal = (brand < 0 ? 0 : taste.Brands[brand])
            + taste.Categories.Sum(index.CategoriesOf(document))
            + taste.Attributes.Sum(index.AttributesOf(document));
        if (taste.Own.TryGetValue(document, out var own))
        {
            personal += own.Lift;
        }

        if (taste.Moment is { } moment && moment.Fits(index, document))
        {
            personal += Options.ContextWeight;
        }

        return personal + PriceFit.Misfit(Catalogue.Products[document].Product, taste.PriceBand, Options.PriceWeight);
    }

    private List<RankedHit> Order(SearchResult found, SearchRequest request, Taste taste)
    {
        var ranked = new List<RankedHit>(found.Hits.Count);
        foreach (var hit in found.Hits)
        {
            var personal = Personal(hit.Document, taste);
            ranked.Add(new RankedHit(hit, Moved(hit.Band, personal), _popularity[hit.Document] + personal, personal));
        }

        ranked.Sort();
        if (request.Query.AsSpan().ContainsAnyExcept(' ', '\t', '\n'))
        {
            KeepOnFirstPage(ranked, taste);
        }

        return ranked;
    }

    private int Moved(int band, double personal) => personal >= 0
        ? Math.Max(band - Math.Min((int)(personal / Options.NatsPerBand), Options.MaxPromotion), 0)
        : band + Math.Min((int)(-personal / Options.NatsPerDemotion), Options.MaxDemotion);

    /// <summary>The clearly best text matches stay on the first page, unless the shopper rejected that very product.</summary>
    private void KeepOnFirstPage(List<RankedHit> ranked, Taste taste)
    {
        var last = Options.FirstPage - 1;
        for (var rank = Options.Protected; rank >= 1; rank--)
        {
            var at = ranked.FindIndex(hit => hit.Hit.StandardRank == rank);
            if (at > last && ranked[at].Hit.Band == 0 && !(taste.Own.TryGetValue(ranked[at].Hit.Document, out var own) && own.Lift < 0))
            {
                var kept = ranked[at] with { Band = ranked[last].Band, Strength = ranked[last].Strength };
                ranked.RemoveAt(at);
                ranked.Insert(last, kept);
                last--;
            }
        }
    }

    private List<int> OwnDocuments(ShopperContext shopper)
    {
        var documents = new List<int>(shopper.Products.Count);
        foreach (var id in shopper.Products.Keys)
        {
            if (Catalogue.Index.TryFind(id, out var document))
            {
                documents.Add(document);
            }
        }

        return documents;
    }

    /// <summary>Quantities are a feature of their own: they show in the standard order too.</summary>
    private static SearchReply WithQuantities(SearchReply reply, ShopperContext? shopper)
    {
        if (shopper is null || shopper.Products.Count == 0 || !shopper.Switches.IsOn(FeatureNames.QuantitySuggestions))
        {
            return reply;
        }

        var results = reply.Results
            .Select(result => shopper.Products.TryGetValue(result.Product.Id, out var own) && own.UsualQuantity is { } usual ? result with { SuggestedQuantity = usual } : result)
            .ToList();
        return results.Exists(result => result.SuggestedQuantity is not null)
            ? reply with { Results = results, Ranking = reply.Ranking with { Features = [FeatureNames.QuantitySuggestions] } }
            : reply;
    }

    private T Using<T>(ShopperContext shopper, SearchContext? context, DateTimeOffset now, Func<Taste, T> use)
    {
        if (!_tastes.TryTake(out var taste))
        {
            taste = new Taste(Catalogue, _moments, Options);
        }

        try
        {
            taste.Fill(shopper, context, now);
            return use(taste);
        }
        finally
        {
            taste.Clear();
            _tastes.Add(taste);
        }
    }
}
