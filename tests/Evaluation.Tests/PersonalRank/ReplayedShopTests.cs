using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Discovery.Ranking;
using Personalization.Evaluation.PersonalRank;

namespace Personalization.Evaluation.Tests.PersonalRank;

public sealed class ReplayedShopTests
{
    /// <summary>What is judged is what a shopper would be shown: the order of the replay is that of the search the service answers with.</summary>
    [Fact]
    public async Task Rank_AfterAWhile_IsTheOrderOfTheServicesSearch()
    {
        using var folder = new SmallJourney();
        var journey = CompleteJourney.Read(folder.Folder);
        var catalogue = await JourneyCatalogue.ReadAsync(folder.Folder, TestContext.Current.CancellationToken);
        var shop = new ReplayedShop(catalogue, journey.Types);
        var sold = new SoldSoFar(catalogue.Products.Count);
        var households = new Households();
        foreach (var basket in journey.Baskets)
        {
            foreach (var line in basket.Lines)
            {
                households.Learn(basket, line, shop.Facts(line.Product));
                shop.Sell(line.Product, line.Time);
                catalogue.Index.TryFind(line.Product, out var document).ShouldBeTrue();
                sold.Add(document, line.Time);
            }
        }

        var now = journey.Baskets[^1].Time.AddDays(1);
        var shopper = households.Read("1", now);
        shop.OpenOn(now);

        var shown = new PersonalRanker(catalogue.WithPopularity("1", sold.Freeze(now)), new RankingOptions()).Search(
            new SearchRequest { StoreId = "main", Query = "MILK", Filters = new SearchFilters { Category = ["MILK"] }, Context = Moment.Complete(null, now, southern: false) },
            shopper,
            now).Results.Select(result => result.Product.Id).ToList();
        shown.Count.ShouldBe(10);
        shown[..2].ShouldBe(["7", "0"]);
        shop.Rank("7", shopper, now).Personalized.ShouldBe(1);
        shop.Rank("0", shopper, now).Personalized.ShouldBe(2);
        shown[2..].ShouldAllBe(id => shop.Rank(id, shopper, now).Personalized == 6.5);
    }
}
