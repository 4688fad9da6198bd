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
    private const int BeyondBand = int.MaxValue;

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
            Order(found, request, taste, offset + limit);
            var writer = new ReasonWriter(Catalogue, taste, Options, shopper!, request.Explain);
            var page = Page(found, taste, offset, limit).ConvertAll(writer.Describe);
            return new SearchReply
            {
                Results = page,
                Total = found.Total,
                Facets = StandardCatalogue.Facets(found),
                IndexVersion = Catalogue.Version,
                Ranking = new RankingSummary { Active = true, Features = writer.Features(page), Confidence = Confidence(taste.Events) },
            };
        });
    }

    /// <summary>The hits of a request in the order in which <see cref="Search"/> shows them, with their scores.</summary>
    public IReadOnlyList<RankedHit> Rank(SearchResult found, SearchRequest request, ShopperContext shopper, DateTimeOffset now) =>
        Using(shopper, request.Context, now, taste =>
        {
            Order(found, request, taste, found.Hits.Count);
            return Page(found, taste, 0, found.Hits.Count);
        });

    /// <summary>The first of what is in stock as <see cref="Search"/> shows it without a query, to choose from: what is not chosen is not described.</summary>
    /// <param name="most">How many, at most.</param>
    /// <param name="shopper">Null: the standard order.</param>
    /// <param name="context">The moment.</param>
    /// <param name="now">When.</param>
    /// <returns>To be disposed of by the one who asked.</returns>
    public PersonalShelf Browse(int most, ShopperContext? shopper, SearchContext? context, DateTimeOffset now)
    {
        var request = new SearchRequest { StoreId = Catalogue.StoreId, Query = "", Limit = most, Filters = new SearchFilters { InStock = true }, Context = context };
        if (!Applies(shopper, context))
        {
            return new PersonalShelf(Search(request, shopper, now).Results);
        }

        var found = Catalogue.Index.Search(StandardCatalogue.Query(request, Math.Max(Options.Candidates, most)) with { Include = OwnDocuments(shopper!) });
        var taste = Rent();
        taste.Fill(shopper!, context, now);
        Order(found, request, taste, most);
        return new PersonalShelf(Page(found, taste, 0, most), new ReasonWriter(Catalogue, taste, Options, shopper!, explain: false), Catalogue, () => Return(taste));
    }

    /// <summary>How much stands behind a personal order, 0..1, by the number of events.</summary>
    public static double Confidence(double events) => Math.Round(events / (events + 5), 3);

    /// <summary>Suggestions, what the shopper likes first; the standard ones where personalization does not apply.</summary>
    public SuggestReply Suggest(SuggestRequest request, DateTimeOffset now)
    {
        if (request.Shopper is not { Events: > 0 } shopper || !shopper.Switches.IsOn(FeatureNames.Suggestions))
        {
            return Catalogue.Suggest(request);
        }

        return Using(shopper, null, now, taste => new SuggestReply
        {
            Suggestions = Catalogue.Suggest(request, hit => hit.Kind switch
            {
                SuggestionKind.Brand => taste.Brands[hit.Target],
                SuggestionKind.Category => taste.Categories[hit.Target],
                SuggestionKind.Product => Personal(hit.Target, taste),
                _ => 0,
            }),
            IndexVersion = Catalogue.Version,
            Ranking = new RankingSummary { Active = true, Features = [FeatureNames.Suggestions], Confidence = Confidence(shopper.Events) },
        });
    }

    internal double Personal(int document, Taste taste)
    {
        var index = Catalogue.Index;
        var brand = index.BrandOf(document);
        var personal = (brand < 0 ? 0 : taste.Brands[brand])
            + taste.Categories.Sum(index.CategoriesOf(document))
            + taste.Attributes.Sum(index.AttributesOf(document));
        if (taste.Own.Count > 0 && taste.Own.TryGetValue(document, out var own))
        {
            personal += own.Lift;
        }

        if (taste.Moment is { } moment && moment.Fits(document))
        {
            personal += Options.ContextWeight;
        }

        return taste.PriceBand is null ? personal : personal + PriceFit.Misfit(Catalogue.Products[document].Product, taste.PriceBand, Options.PriceWeight);
    }

    private void Order(SearchResult found, SearchRequest request, Taste taste, int wanted)
    {
        var scratch = taste.Scratch;
        scratch.Start(found.Hits.Count);
        for (var place = 0; place < found.Hits.Count; place++)
        {
            var hit = found.Hits[place];
            if (IsBeyond(place, hit, found, taste))
            {
                scratch.Set(place, BeyondBand, -hit.StandardRank, 0);
                continue;
            }

            var personal = Personal(hit.Document, taste);
            scratch.Set(place, Moved(hit.Band, personal), _popularity[hit.Document] + personal, personal);
        }

        // Where the best matches are kept on the first page they are looked for everywhere.
        var keeps = request.Query.AsSpan().ContainsAnyExcept(' ', '\t', '\n');
        scratch.Sort(place => found.Hits[place].StandardRank, keeps ? found.Hits.Count : wanted);
        if (keeps)
        {
            KeepOnFirstPage(found, taste);
        }
    }

    /// <summary>
    /// Only the best candidates and the shopper's own products are re-ranked, however deep a page is: behind them the standard order goes on,
    /// so that the pages of one list never repeat or skip a product.
    /// </summary>
    private bool IsBeyond(int place, SearchHit hit, SearchResult found, Taste taste) =>
        place >= Options.Candidates && place < found.Taken && !taste.HasHistoryOf(hit.Document);

    private static List<RankedHit> Page(SearchResult found, Taste taste, int offset, int limit)
    {
        var scratch = taste.Scratch;
        var page = new List<RankedHit>(Math.Clamp(scratch.Count - offset, 0, limit));
        for (var at = offset; at < scratch.Count && page.Count < limit; at++)
        {
            var place = scratch.Order[at];
            page.Add(new RankedHit(found.Hits[place], scratch.Band[place], scratch.Strength[place], scratch.Personal[place]));
        }

        return page;
    }

    private int Moved(int band, double personal) => personal >= 0
        ? Math.Max(band - Math.Min((int)(personal / Options.NatsPerBand), Options.MaxPromotion), 0)
        : band + Math.Min((int)(-personal / Options.NatsPerDemotion), Options.MaxDemotion);

    /// <summary>The clearly best text matches stay on the first page, unless the shopper rejected that very product.</summary>
    private void KeepOnFirstPage(SearchResult found, Taste taste)
    {
        var scratch = taste.Scratch;
        var last = Options.FirstPage - 1;
        for (var place = Math.Min(Options.Protected, found.Taken) - 1; place >= 0; place--)
        {
            var at = Array.IndexOf(scratch.Order, place, 0, scratch.Count);
            if (at > last && found.Hits[place].Band == 0 && !(taste.Own.TryGetValue(found.Hits[place].Document, out var own) && own.Lift < 0))
            {
                scratch.MoveUp(at, last--);
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
        var taste = Rent();
        try
        {
            taste.Fill(shopper, context, now);
            return use(taste);
        }
        finally
        {
            Return(taste);
        }
    }

    private Taste Rent() => _tastes.TryTake(out var taste) ? taste : new Taste(Catalogue, _moments, Options);

    private void Return(Taste taste)
    {
        taste.Clear();
        _tastes.Add(taste);
    }
}
