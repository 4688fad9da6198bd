using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Asks a new index what shoppers ask most before the first shopper does: its pages of memory and the code are then warm.</summary>
internal static class IndexWarmUp
{
    private const int Categories = 20;

    /// <param name="ranker">Of the index that is not in force yet.</param>
    /// <param name="queries">What is searched most; a store that nobody has searched yet is asked for its categories.</param>
    /// <param name="now">When.</param>
    public static void Run(PersonalRanker ranker, IReadOnlyList<string> queries, DateTimeOffset now)
    {
        var catalogue = ranker.Catalogue;
        var shopper = new ShopperContext
        {
            Events = 1,
            Products = catalogue.Products.Take(1).ToDictionary(entry => entry.Product.Id, _ => new ProductAffinity { Score = .1, Purchases = 1 }),
        };
        foreach (var query in queries.Concat(Enumerable.Range(0, Math.Min(Categories, catalogue.Index.Categories.Count)).Select(catalogue.Index.Categories.Name)))
        {
            ranker.Search(new SearchRequest { StoreId = catalogue.StoreId, Query = query }, shopper, now);
        }

        ranker.Search(new SearchRequest { StoreId = catalogue.StoreId, Filters = new SearchFilters { InStock = true } }, shopper, now);

        // A mistyped word and a typeahead make what is made when first asked for.
        catalogue.Search(new SearchRequest { StoreId = catalogue.StoreId, Query = "qqqqqqq" });
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz")
        {
            ranker.Suggest(new SuggestRequest { StoreId = catalogue.StoreId, Text = letter.ToString(), Shopper = shopper }, now);
        }
    }
}
