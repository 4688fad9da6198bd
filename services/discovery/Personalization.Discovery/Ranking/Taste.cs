using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Profiles.Contracts;
using Personalization.Search.Index;

namespace Personalization.Discovery.Ranking;

/// <summary>One shopper's context in the numbers of one catalogue version: filled for a request, then cleared and used again.</summary>
internal sealed class Taste(StandardCatalogue catalogue, MomentVocabulary moments, RankingOptions options)
{
    /// <summary>A view counts no more in the session once it is worth less than this.</summary>
    private const double Faded = .05;

    private readonly Dictionary<int, OwnProduct> _own = [];
    private readonly HashSet<int> _history = [];
    private readonly Dictionary<int, double> _session = [];

    public RankScratch Scratch { get; } = new();

    public ValueLifts Brands { get; } = new(catalogue.Index.Brands);

    public ValueLifts Categories { get; } = new(catalogue.Index.Categories);

    public ValueLifts Attributes { get; } = new(catalogue.Index.Attributes);

    public MomentMatch? Moment { get; private set; }

    public PriceBand? PriceBand { get; private set; }

    /// <summary>Events behind the taste, those views included that came with the request.</summary>
    public double Events { get; private set; }

    /// <summary>True when the request brought views that were not learned yet.</summary>
    public bool HasGivenViews { get; private set; }

    public IReadOnlyDictionary<int, OwnProduct> Own => _own;

    public void Fill(ShopperContext shopper, SearchContext? context, DateTimeOffset now)
    {
        var given = ReadSession(shopper, context, now);
        HasGivenViews = given > 0;
        Events = shopper.Events + given;
        PriceBand = shopper.PriceBand;
        Moment = context is null ? null : moments.Match(context);
        var index = catalogue.Index;
        Read(shopper.Brands, index.Brands, Brands);
        Read(shopper.Categories, index.Categories, Categories);
        Read(shopper.Attributes, index.Attributes, Attributes);
        AddSession();
        foreach (var (id, affinity) in shopper.Products)
        {
            if (index.TryFind(id, out var document))
            {
                _own[document] = new OwnProduct(affinity, OwnLift(affinity), false);
                _history.Add(document);
            }
        }

        var reminders = shopper.Switches.IsOn(FeatureNames.ReorderReminders);
        foreach (var due in shopper.Reorder)
        {
            if (reminders && due.Due <= now.AddDays(3) && index.TryFind(due.ProductId, out var document))
            {
                var own = _own.GetValueOrDefault(document) ?? new OwnProduct(new ProductAffinity(), 0, true);
                _own[document] = own with { Lift = own.Lift + options.DueWeight, Due = true };
            }
        }
    }

    /// <summary>True for a product that the shopper's context names: it is found and re-ranked wherever it stands.</summary>
    public bool HasHistoryOf(int document) => _history.Contains(document);

    public void Clear()
    {
        _own.Clear();
        _history.Clear();
        _session.Clear();
        Brands.Clear();
        Categories.Clear();
        Attributes.Clear();
    }

    /// <summary>The views of the current session by weight; those of the request count as just now.</summary>
    /// <returns>How many of the request's were not learned yet.</returns>
    private int ReadSession(ShopperContext shopper, SearchContext? context, DateTimeOffset now)
    {
        foreach (var view in shopper.Recent.Take(options.SessionViews))
        {
            var age = Math.Max((now - view.At) / options.SessionHalfLife, 0);
            var weight = Math.Pow(.5, age);
            if (weight >= Faded && catalogue.Index.TryFind(view.ProductId, out var document))
            {
                _session[document] = Math.Max(weight, _session.GetValueOrDefault(document));
            }
        }

        var given = 0;
        foreach (var id in context?.RecentViews.Take(options.SessionViews) ?? [])
        {
            if (catalogue.Index.TryFind(id, out var document))
            {
                given += shopper.Recent.Any(view => view.ProductId == id) ? 0 : 1;
                _session[document] = 1;
            }
        }

        return given;
    }

    /// <summary>Lifts of a whole history: how much more often than everybody.</summary>
    private void Read(IReadOnlyDictionary<string, Affinity> affinities, ValueTable table, ValueLifts lifts)
    {
        var weight = options.TasteWeight + (options.NewShopperWeight * options.NewShopperEvents / (options.NewShopperEvents + Events));
        foreach (var (name, affinity) in affinities)
        {
            if (!table.TryFind(name, out var value))
            {
                continue;
            }

            var share = table.Share(value);
            if (affinity.Score > 0)
            {
                var evidence = affinity.Evidence * Math.Min(affinity.Score / options.FullScore, 1);
                lifts.Add(value, weight * Lift(evidence, Events, options.LiftPrior, share));
            }
            else if (affinity.Dislike > 0)
            {
                var rarity = Math.Clamp(-Math.Log(share), 0, options.LiftBound);
                lifts.Add(value, -Math.Min(options.DislikeWeight * affinity.Dislike * rarity, options.DislikeBound));
            }
        }
    }

    private void AddSession()
    {
        if (_session.Count == 0)
        {
            return;
        }

        var index = catalogue.Index;
        var brands = new Dictionary<int, double>();
        var categories = new Dictionary<int, double>();
        var attributes = new Dictionary<int, double>();
        var views = 0.0;
        foreach (var (document, weight) in _session)
        {
            views += weight;
            if (index.BrandOf(document) is var brand and >= 0)
            {
                Count(brands, [brand], weight);
            }

            Count(categories, index.CategoriesOf(document), weight);
            Count(attributes, index.AttributesOf(document), weight);
        }

        AddSession(brands, views, index.Brands, Brands);
        AddSession(categories, views, index.Categories, Categories);
        AddSession(attributes, views, index.Attributes, Attributes);
    }

    private void AddSession(Dictionary<int, double> viewed, double views, ValueTable table, ValueLifts lifts)
    {
        foreach (var (value, weight) in viewed)
        {
            var lift = Lift(weight, views, options.SessionPrior, table.Share(value));
            lifts.Add(value, options.SessionWeight * Math.Max(lift, 0));
        }
    }

    private static void Count(Dictionary<int, double> counts, ReadOnlySpan<int> values, double weight)
    {
        foreach (var value in values)
        {
            counts[value] = counts.GetValueOrDefault(value) + weight;
        }
    }

    /// <summary>Smoothed logarithm of "how much more often than everybody".</summary>
    private double Lift(double seen, double all, double prior, double share) =>
        Math.Clamp(Math.Log((seen + (prior * share)) / (all + prior) / share), -options.LiftBound, options.LiftBound);

    private double OwnLift(ProductAffinity affinity) => affinity switch
    {
        { Score: < 0 } => options.OwnRejection * affinity.Score,
        { Purchases: > 0 } => options.OwnWeight * Math.Log(1 + (options.OwnSlope * affinity.Purchases)),
        _ => options.OwnInterest * affinity.Score,
    };
}
