using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Scenarios;

/// <summary>S2's scenarios on `instacart_sample` joined with aisles and departments: names and aisles only, no labels.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R2.3")]
public sealed class InstacartScenarioTests(DemoSystem demo, InstacartShop instacart) : IClassFixture<InstacartShop>
{
    private const string AlmondMilk = "14084"; // Organic Unsweetened Vanilla Almond Milk
    private const string WholeMilk = "27845"; // Organic Whole Milk
    private const string OriginalChips = "25952"; // Original Potato Chips

    private static readonly string[] PlantYogurts = ["39639", "36869", "31635", "38312"]; // soy and almond milk yogurts
    private static readonly string[] DairyYogurts = ["33754", "18523", "39475"]; // Greek strained yogurts
    private static readonly string[] SpicyPassed = ["47866", "16332", "27163", "29944", "38455"]; // jalapeno, sriracha, spicy nacho
    private static readonly string[] OtherSpicy = ["46933", "42806", "3235", "24499"]; // jalapeno popped, spicy sweet chili, sriracha flavor, chipotle

    [Fact]
    public async Task InstantLearning_OneClickOnAlmondMilk_PlantBasedYogurtsRise()
    {
        var shop = await instacart.OpenAsync(demo);
        var visitor = NewId();
        var before = new RankedList(await shop.SearchAsync("yogurt", anonymousId: visitor, limit: 100));

        var tracked = await shop.TrackAsync(new { type = "click", anonymous_id = visitor, product_id = AlmondMilk, context = new { search_query = "milk" } });
        var after = new RankedList(await shop.SearchAsync("yogurt", anonymousId: visitor, minVersion: tracked["version"]!.GetValue<string>(), limit: 100));

        after.Active.ShouldBeTrue();
        after.MeanPlace(PlantYogurts).ShouldBeLessThan(before.MeanPlace(PlantYogurts));
        after.MeanPlace(PlantYogurts).ShouldBeLessThan(after.MeanPlace(DairyYogurts));
        after.Result(after.Ids[0])["product"]!["attributes"]!.AsArray().Select(attribute => attribute!.GetValue<string>()).ShouldContain("plant-based");
    }

    [Fact]
    public async Task NegativeLearning_ScrolledPastSpicyChips_OtherSpicyOnesFall()
    {
        var shop = await instacart.OpenAsync(demo);
        var visitor = NewId();
        var before = await shop.PlacesAsync("chips", visitor);

        await shop.TrackAsync(new { type = "scroll", anonymous_id = visitor, list_id = "l1", context = new { results_shown = (string[])[.. SpicyPassed, OriginalChips], position = SpicyPassed.Length } });
        var tracked = await shop.TrackAsync(new { type = "click", anonymous_id = visitor, list_id = "l1", product_id = OriginalChips });
        var after = await shop.PlacesAsync("chips", visitor, tracked["version"]!.GetValue<string>());

        OtherSpicy.Average(id => after[id]).ShouldBeGreaterThan(OtherSpicy.Average(id => before[id]));
    }

    [Fact]
    public async Task BulkPattern_TwoBought_TwoAreSuggested()
    {
        var shop = await instacart.OpenAsync(demo);
        var shopper = NewId();

        var tracked = await shop.TrackAsync(new { type = "purchase", user_id = shopper, product_id = WholeMilk, context = new { quantity = 2, order_id = NewId() } });
        var after = new RankedList(await shop.SearchAsync("organic whole milk", userId: shopper, minVersion: tracked["version"]!.GetValue<string>()));

        after.Result(WholeMilk)["suggested_quantity"]!.GetValue<decimal>().ShouldBe(2);
    }

    private static string NewId() => Guid.NewGuid().ToString("N");
}
