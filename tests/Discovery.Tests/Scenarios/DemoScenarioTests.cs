using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.Scenarios;

/// <summary>S2's scenarios on the demo shop, with the products that its scenarios.json names.</summary>
public sealed class DemoScenarioTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 8, 0, 0, TimeSpan.Zero);

    private static JsonElement Scenarios => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "components", "local", "demo", "scenarios.json"))).RootElement;

    [Fact]
    [Trait("req", "R2.3")]
    public async Task Scenario1_OneClickOnAPlantBasedDrink_PutsPlantBasedYogurtFirst()
    {
        var scenario = Scenarios.GetProperty("scenario1");
        var shop = await ShopCatalogue.DemoAsync();
        var shopper = new TaughtShopper(shop.Catalogue, Now).Click(scenario.GetProperty("click").GetString()!);
        var expected = Ids(scenario, "expect_rise");

        var reply = shop.Search(Query(scenario.GetProperty("then").GetString()!), shopper.Context, Now);

        var ranks = reply.Results.Select(result => result.Product.Id).ToList();
        foreach (var id in expected)
        {
            ranks.IndexOf(id).ShouldBeInRange(0, 9, string.Join(" | ", reply.Results.Take(10).Select(result => $"{result.Product.Id} {result.Product.Name}")));
        }

        ranks.Where(Ids(scenario, "plain").Contains).Select(id => ranks.IndexOf(id)).ShouldAllBe(place => place > expected.Max(id => ranks.IndexOf(id)));
    }

    [Fact]
    [Trait("req", "R2.3")]
    public async Task Scenario2_SpicyScrolledPast_FallsEverywhere()
    {
        var scenario = Scenarios.GetProperty("scenario2");
        var shop = await ShopCatalogue.DemoAsync();
        var shopper = new TaughtShopper(shop.Catalogue, Now);
        foreach (var id in Ids(scenario, "scroll_past"))
        {
            shopper.ScrollPast(id);
        }

        shopper.Click(scenario.GetProperty("click").GetString()!);

        var before = shop.Catalogue.Search(Query("chips")).Results.Select(result => result.Product.Id).ToList();
        var after = shop.Search(Query("chips"), shopper.Context, Now).Results.Select(result => result.Product.Id).ToList();
        foreach (var id in Ids(scenario, "expect_fall"))
        {
            before.ShouldContain(id);
            (after.IndexOf(id) is var at && (at < 0 || at > before.IndexOf(id))).ShouldBeTrue($"{id}: {before.IndexOf(id)} -> {after.IndexOf(id)}");
        }
    }

    private static List<string> Ids(JsonElement scenario, string name) => [.. scenario.GetProperty(name).EnumerateArray().Select(id => id.GetString()!)];

    private static SearchRequest Query(string text) => new() { StoreId = "main", Query = text, Limit = 100 };
}
