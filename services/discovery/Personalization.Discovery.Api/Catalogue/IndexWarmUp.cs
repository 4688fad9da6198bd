using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Asks a new index what shoppers ask most before the first shopper does: its pages of memory and the code are then warm.</summary>
internal static class IndexWarmUp
{
    private const int CommonQueries = 20;

    public static void Run(PersonalRanker ranker, DateTimeOffset now)
    {
        var catalogue = ranker.Catalogue;
        var shopper = new ShopperContext
        {
            Events = 1,
            Products = catalogue.Products.Take(1).ToDictionary(entry => entry.Product.Id, _ => new ProductAffinity { Score = .1, Purchases = 1 }),
        };
        for (var category = 0; category < Math.Min(CommonQueries, catalogue.Index.Categories.Count); category++)
        {
            ranker.Search(new SearchRequest { StoreId = catalogue.StoreId, Query = catalogue.Index.Categories.Name(category) }, shopper, now);
        }

        ranker.Search(new SearchRequest { StoreId = catalogue.StoreId, Filters = new SearchFilters { InStock = true } }, shopper, now);
        catalogue.Search(new SearchRequest { StoreId = catalogue.StoreId, Query = "milk" });
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz")
        {
            ranker.Suggest(new SuggestRequest { StoreId = catalogue.StoreId, Text = letter.ToString(), Shopper = shopper }, now);
        }
    }
}
