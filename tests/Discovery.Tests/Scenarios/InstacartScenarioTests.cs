using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;

namespace Personalization.Discovery.Tests.Scenarios;

/// <summary>S2's scenarios on a catalogue without attributes of its own: everything that links its products is inferred from their names.</summary>
public sealed class InstacartScenarioTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [Trait("req", "R2.3")]
    [InlineData("14084")] // Organic Unsweetened Vanilla Almond Milk
    [InlineData("35951")] // Organic Unsweetened Almond Milk
    [InlineData("24838")] // Unsweetened Almondmilk
    public async Task Scenario1_OneClickOnAPlantBasedMilk_PutsPlantBasedYogurtFirst(string clicked)
    {
        var shop = await ShopCatalogue.InstacartAsync();
        var shopper = new TaughtShopper(shop.Catalogue, Now).Click(clicked);

        var standard = shop.Catalogue.Search(Query("yogurt"));
        var reply = shop.Search(Query("yogurt"), shopper.Context, Now);

        PlantBased(standard, 10).ShouldBeLessThan(5);
        PlantBased(reply, 5).ShouldBe(5, string.Join(" | ", reply.Results.Take(10).Select(result => result.Product.Name)));
        reply.Results[0].Badges.ShouldContain("Personalized for you");
        reply.Results[0].Reasons.ShouldNotBeEmpty();
        foreach (var id in (string[])["39639", "36869", "31635", "38312", "9203"])
        {
            Rank(shop, shopper, "yogurt", id).ShouldBeLessThan(StandardRank(shop, "yogurt", id), shop.Catalogue.Find(id)!.Name);
        }
    }

    [Fact]
    [Trait("req", "R2.3")]
    public async Task Scenario2_SpicyScrolledPast_FallsEverywhere()
    {
        var shop = await ShopCatalogue.InstacartAsync();
        var shopper = new TaughtShopper(shop.Catalogue, Now)
            .ScrollPast("47866").ScrollPast("16332").ScrollPast("27163").ScrollPast("29944").ScrollPast("38455")
            .Click("25952");

        foreach (var id in (string[])["46933", "42806", "3235", "24499"])
        {
            Rank(shop, shopper, "chips", id).ShouldBeGreaterThan(StandardRank(shop, "chips", id), shop.Catalogue.Find(id)!.Name);
        }

        shop.Search(Query("chips"), shopper.Context, Now).Results.Take(20).ShouldAllBe(result => !result.Product.Attributes.Contains("spicy"));
    }

    [Fact]
    [Trait("req", "R2.3")]
    public async Task Scenario3_TwoBought_TwoAreSuggested()
    {
        var shop = await ShopCatalogue.InstacartAsync();
        var shopper = new TaughtShopper(shop.Catalogue, Now).Buy("27845", 2);

        var reply = shop.Search(Query("milk"), shopper.Context, Now);

        reply.Results[0].Product.Id.ShouldBe("27845");
        reply.Results[0].SuggestedQuantity.ShouldBe(2);
    }

    [Fact]
    public async Task Suggest_AsTyped_GivesQueriesCategoriesAndProducts()
    {
        var shop = await ShopCatalogue.InstacartAsync();

        var texts = shop.Catalogue.Suggest(new SuggestRequest { StoreId = "main", Text = "yog" }).Suggestions;

        texts.ShouldContain(suggestion => suggestion.Kind == "category" && suggestion.Text == "yogurt");
        texts.ShouldAllBe(suggestion => suggestion.Text.Contains("yog", StringComparison.OrdinalIgnoreCase));
        shop.Catalogue.Suggest(new SuggestRequest { StoreId = "main", Text = "almond mi" }).Suggestions.ShouldNotBeEmpty();
    }

    private static int PlantBased(SearchReply reply, int top) => reply.Results.Take(top).Count(result => result.Product.Attributes.Contains("plant-based"));

    private static int Rank(PersonalRanker shop, TaughtShopper shopper, string query, string id)
    {
        for (var offset = 0; ; offset += 100)
        {
            var page = shop.Search(Query(query) with { Offset = offset }, shopper.Context, Now).Results;
            page.ShouldNotBeEmpty(id);
            var at = page.ToList().FindIndex(result => result.Product.Id == id);
            if (at >= 0)
            {
                return offset + at + 1;
            }
        }
    }

    private static int StandardRank(PersonalRanker shop, string query, string id)
    {
        shop.Catalogue.Index.TryFind(id, out var document).ShouldBeTrue();
        return shop.Catalogue.Index.Search(StandardCatalogue.Query(Query(query), 0) with { Include = [document] }).Hits.Single().StandardRank;
    }

    private static SearchRequest Query(string text) => new() { StoreId = "main", Query = text, Limit = 100 };
}
