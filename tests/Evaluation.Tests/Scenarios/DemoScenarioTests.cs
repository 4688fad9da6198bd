using System.IO.Compression;
using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;
using Personalization.Discovery.Popularity;
using Personalization.Profiles.Contracts;
using Personalization.Testing;

namespace Personalization.Evaluation.Tests.Scenarios;

/// <summary>The three scenarios of the demo shop's README through the pure parts, with the purchases of its households as popularity.</summary>
[Trait("req", "R2.3")]
public sealed class DemoScenarioTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "components", "local", "demo");

    private static readonly JsonElement Scenarios = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "scenarios.json"))).RootElement;

    [Fact]
    public async Task Scenario1_AClickOnAPlantDrink_BringsPlantBasedYogurtsFirst()
    {
        var scenario = Scenarios.GetProperty("scenario1");
        var shop = await OpenAsync();
        var click = Text(scenario, "click");
        shop.Search(Text(scenario, "search")).ShouldContain(result => result.Product.Id == click);

        shop.Track(InteractionTypes.Click, click);
        var after = shop.Search(Text(scenario, "then"));

        var rising = Ids(scenario, "expect_rise");
        after.Take(rising.Count).Select(result => result.Product.Id).ShouldBe(rising, ignoreOrder: true);
        after[0].Reasons.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Scenario2_SpicyOnesPassedOver_OtherSpicyOnesFall()
    {
        var scenario = Scenarios.GetProperty("scenario2");
        var shop = await OpenAsync();
        var (passed, click) = (Ids(scenario, "scroll_past"), Text(scenario, "click"));
        var before = Places(shop.Search(Text(scenario, "search")));

        shop.Track(InteractionTypes.Scroll, null, event_ => event_ with { ListId = "list", Shown = [.. passed.Append(click).Select(shop.Facts)], Position = passed.Count });
        shop.Track(InteractionTypes.Click, click, event_ => event_ with { ListId = "list" });
        var after = Places(shop.Search(Text(scenario, "then")));

        after[click].ShouldBe(0);
        foreach (var id in Ids(scenario, "expect_fall"))
        {
            after.GetValueOrDefault(id, int.MaxValue).ShouldBeGreaterThan(before[id], id);
        }
    }

    [Fact]
    public async Task Scenario3_TwoBought_TwoAreSuggested()
    {
        var scenario = Scenarios.GetProperty("scenario3");
        var shop = await OpenAsync();
        var product = Text(scenario, "buy");

        shop.Track(InteractionTypes.Purchase, product, event_ => event_ with { Quantity = scenario.GetProperty("quantity").GetDecimal(), OrderId = "o1" });

        shop.Search(Text(scenario, "search")).First(result => result.Product.Id == product).SuggestedQuantity
            .ShouldBe(scenario.GetProperty("expect_quantity").GetDecimal());
    }

    private static Dictionary<string, int> Places(IReadOnlyList<RankedProduct> results) =>
        results.Select((result, place) => (result.Product.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);

    private static string Text(JsonElement scenario, string name) => scenario.GetProperty(name).GetString()!;

    private static List<string> Ids(JsonElement scenario, string name) => [.. scenario.GetProperty(name).EnumerateArray().Select(id => id.GetString()!)];

    /// <summary>As the launcher opens it: all dates moved by one constant, so that the newest purchase was yesterday.</summary>
    private static Task<PureShop> OpenAsync()
    {
        var purchases = Purchases().ToList();
        var shift = PureShop.Now.AddDays(-1) - purchases.Max(purchase => purchase.At);
        var scale = new PopularityScale(new PopularityOptions());
        var popularity = purchases
            .GroupBy(purchase => purchase.Product)
            .ToDictionary(product => product.Key, product => scale.Frozen(product.Sum(purchase => scale.Kept(InteractionTypes.Purchase, purchase.At + shift)), PureShop.Now));
        return PureShop.OpenAsync(() => new GZipStream(File.OpenRead(Path.Combine(Folder, "catalogue.ndjson.gz")), CompressionMode.Decompress), ImportFormat.JsonLines, popularity);
    }

    private static IEnumerable<(string Product, DateTimeOffset At)> Purchases()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, "interactions.ndjson.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var purchase = JsonDocument.Parse(line).RootElement;
            yield return (Text(purchase, "product_id"), purchase.GetProperty("timestamp").GetDateTimeOffset());
        }
    }
}
