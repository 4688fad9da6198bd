using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Discovery.Ranking;
using Personalization.Evaluation.Metrics;
using Personalization.Profiles.Contracts;
using Personalization.Search.Query;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>
/// The shop of the replay: its catalogue, popularity frozen once a day, and the ranker of a service started as it comes. Asked as the public
/// search would be: query and category filter are the product type.
/// </summary>
internal sealed class ReplayedShop(StandardCatalogue catalogue, IReadOnlyDictionary<string, string> types)
{
    private readonly Dictionary<string, SearchResult> _found = [];
    private readonly SoldSoFar _sold = new(catalogue.Products.Count);
    private StandardCatalogue _catalogue = catalogue;
    private PersonalRanker _ranker = new(catalogue, new RankingOptions());
    private DateOnly _day;

    /// <summary>Renews popularity on the first call of a day.</summary>
    public void OpenOn(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        if (day == _day)
        {
            return;
        }

        _day = day;
        _found.Clear();
        _catalogue = _catalogue.WithPopularity($"{day:O}", _sold.Freeze(time));
        _ranker = new PersonalRanker(_catalogue, _ranker.Options);
    }

    public ProductFacts Facts(string product)
    {
        var known = _catalogue.Find(product) ?? throw new InvalidDataException($"The catalogue has no product '{product}'.");
        return new ProductFacts
        {
            Id = known.Id,
            Name = known.Name,
            Brand = known.Brand,
            Categories = known.Categories,
            Attributes = known.Attributes,
            Price = known.Price,
            Currency = known.Currency,
        };
    }

    /// <summary>The mean ranks of a product among all of its type, in the standard order and in the shopper's.</summary>
    public (double Standard, double Personalized) Rank(string product, ShopperContext shopper, DateTimeOffset now)
    {
        var type = types[product];
        var request = Request(type);
        var found = Find(type, request);
        var standard = found.Hits.Where(hit => IsOf(type, hit)).ToList();
        var standardRank = MeanRank.Of(standard, Place(standard, product, hit => hit.Document), AreEqual);
        if (!PersonalRanker.Applies(shopper, null))
        {
            return (standardRank, standardRank);
        }

        var ranked = _ranker.Rank(found, request with { Context = Moment.Complete(null, now, southern: false) }, shopper, now).Where(hit => IsOf(type, hit.Hit)).ToList();
        return (standardRank, MeanRank.Of(ranked, Place(ranked, product, hit => hit.Hit.Document), AreEqual));
    }

    public void Sell(string product, DateTimeOffset time)
    {
        if (_catalogue.Index.TryFind(product, out var document))
        {
            _sold.Add(document, time);
        }
    }

    private SearchRequest Request(string type) => new() { StoreId = _catalogue.StoreId, Query = type, Filters = new SearchFilters { Category = [type] } };

    private SearchResult Find(string type, SearchRequest request)
    {
        if (!_found.TryGetValue(type, out var found))
        {
            found = _catalogue.Index.Search(StandardCatalogue.Query(request, _ranker.Options.Candidates));
            _found.Add(type, found);
        }

        return found;
    }

    /// <summary>A category may carry the name of a type.</summary>
    private bool IsOf(string type, SearchHit hit) => types[_catalogue.Index.Id(hit.Document)] == type;

    private bool AreEqual(RankedHit left, RankedHit right) => left.Band == right.Band && left.Strength == right.Strength && AreEqual(left.Hit, right.Hit);

    private bool AreEqual(SearchHit left, SearchHit right) =>
        left.Band == right.Band && left.Relevance == right.Relevance && _catalogue.Index.PopularityOf(left.Document) == _catalogue.Index.PopularityOf(right.Document);

    private int Place<T>(List<T> ordered, string product, Func<T, int> document)
    {
        var place = _catalogue.Index.TryFind(product, out var wanted) ? ordered.FindIndex(hit => document(hit) == wanted) : -1;
        return place >= 0 ? place : throw new InvalidDataException($"The search for its type does not find product '{product}'.");
    }
}
