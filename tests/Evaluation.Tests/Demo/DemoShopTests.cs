using System.IO.Compression;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Evaluation.Tests.Demo;

/// <summary>The demo shop's data: in the shape of the public contract, complete, small, and fit for the scenarios.</summary>
public sealed class DemoShopTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "components", "local", "demo");

    private static readonly Dictionary<string, JsonElement> Products =
        Lines("catalogue.ndjson.gz").ToDictionary(product => Text(product, "id"));

    private static readonly List<JsonElement> Events = Lines("interactions.ndjson.gz").ToList();

    [Fact]
    public void Files_Together_StaySmall()
    {
        var bytes = Directory.GetFiles(Folder, "*.gz").Sum(file => new FileInfo(file).Length);

        bytes.ShouldBeLessThan(1_200_000);
    }

    [Fact]
    public void Products_All_HaveTheFieldsOfTheContractAndNoOther()
    {
        string[] fields = ["id", "name", "brand", "categories", "attributes", "price", "currency", "in_stock", "image_url"];

        Products.Values.ShouldAllBe(product => product.EnumerateObject().Select(field => field.Name).SequenceEqual(fields));
        Products.Values.ShouldAllBe(product => Text(product, "name").Length > 1);
    }

    [Fact]
    public void Products_WithoutPriceInTheSource_HaveNone()
    {
        Products.Values.ShouldAllBe(product =>
            (product.GetProperty("price").ValueKind == JsonValueKind.Null) == (product.GetProperty("currency").ValueKind == JsonValueKind.Null));
        Products.Values.Where(product => Text(product, "id").StartsWith("00", StringComparison.Ordinal))
            .ShouldAllBe(product => product.GetProperty("price").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void Events_All_AreOfKnownProductsWithIdsOfTheirOwn()
    {
        Events.Select(one => Text(one, "event_id")).ShouldBeUnique();
        Events.ShouldAllBe(one => Products.ContainsKey(Text(one, "product_id")));
        Events.ShouldAllBe(one => one.GetProperty("context").GetProperty("quantity").GetDecimal() > 0);
        Events.Select(one => Text(one, "user_id")).Distinct().Count().ShouldBeInRange(20, 30);
    }

    [Fact]
    public void Events_Order_IsThatOfTime() =>
        Events.Select(one => one.GetProperty("timestamp").GetDateTimeOffset()).ShouldBeInOrder();

    [Fact]
    [Trait("req", "R2.3")]
    public void Scenarios_EveryProduct_IsInTheCatalogue()
    {
        var ids = Scenarios().EnumerateObject().SelectMany(scenario => Ids(scenario.Value)).ToList();

        ids.Count.ShouldBeGreaterThan(15);
        ids.ShouldAllBe(id => Products.ContainsKey(id));
    }

    [Fact]
    [Trait("req", "R2.3")]
    public void Scenario1_ProductsThatRise_ShareWithTheClickedOneWhatPlainOnesDoNot()
    {
        var scenario = Scenarios().GetProperty("scenario1");

        Words(Text(scenario, "click")).ShouldContain("plant-based");
        Members(scenario, "expect_rise").ShouldAllBe(id => Words(id).Contains("plant-based") && Words(id).Contains("dairy substitutes"));
        Members(scenario, "plain").ShouldAllBe(id => !Words(id).Contains("plant-based") && Words(id).Contains("yogurts"));
    }

    [Fact]
    [Trait("req", "R2.3")]
    public void Scenario2_ProductsThatFall_ShareSpicinessWithThoseScrolledPast()
    {
        var scenario = Scenarios().GetProperty("scenario2");

        Members(scenario, "scroll_past").Concat(Members(scenario, "expect_fall")).ShouldAllBe(id => Words(id).Contains("spicy"));
        Members(scenario, "plain").Append(Text(scenario, "click")).ShouldAllBe(id => !Words(id).Contains("spicy"));
    }

    private static JsonElement Scenarios() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "scenarios.json"))).RootElement;

    private static IEnumerable<string> Ids(JsonElement scenario) =>
        new[] { "click", "buy" }.Where(name => scenario.TryGetProperty(name, out _)).Select(name => Text(scenario, name))
            .Concat(new[] { "expect_rise", "plain", "scroll_past", "expect_fall" }
                .Where(name => scenario.TryGetProperty(name, out _)).SelectMany(name => Members(scenario, name)));

    private static IEnumerable<string> Members(JsonElement scenario, string name) =>
        scenario.GetProperty(name).EnumerateArray().Select(id => id.GetString()!);

    private static HashSet<string> Words(string id) =>
        Products[id].GetProperty("attributes").EnumerateArray().Concat(Products[id].GetProperty("categories").EnumerateArray())
            .Select(word => word.GetString()!).ToHashSet();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IEnumerable<JsonElement> Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
