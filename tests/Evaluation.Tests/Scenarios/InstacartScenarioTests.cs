using System.Text;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;
using Personalization.Evaluation.Data;
using Personalization.Profiles.Contracts;
using Personalization.Testing;

namespace Personalization.Evaluation.Tests.Scenarios;

/// <summary>The three scenarios on a catalogue of names, aisles and departments alone: everything else is inferred at import.</summary>
[Trait("req", "R2.3")]
public sealed class InstacartScenarioTests
{
    private const string AlmondMilk = "14084";
    private const string WholeMilk = "27845";
    private const string OriginalChips = "25952";
    private const string AlmondGreekYogurt = "32331"; // Flip Low-Fat Almond Coco Loco Lowfat Greek Yogurt

    private static readonly string[] PlantYogurts = ["39639", "36869", "31635", "38312", "9203", "37141", "15842"];
    private static readonly string[] DairyYogurts = ["33754", "18523", "39475", "48626"];
    private static readonly string[] SpicyPassed = ["47866", "16332", "27163", "29944", "38455"];
    private static readonly string[] OtherSpicy = ["46933", "42806", "3235", "24499"];

    [Fact]
    public async Task Scenario1_AClickOnAlmondMilk_BringsPlantBasedYogurtsFirst()
    {
        var shop = await OpenAsync();

        shop.Track(InteractionTypes.Click, AlmondMilk);
        var after = shop.Search("yogurt");

        after.Take(15).ShouldAllBe(result => result.Product.Attributes.Contains("plant-based"));
        var places = Places(after);
        PlantYogurts.ShouldAllBe(id => places.ContainsKey(id));
        var last = PlantYogurts.Max(id => places[id]);
        DairyYogurts.ShouldAllBe(id => !places.ContainsKey(id));
        places.GetValueOrDefault(AlmondGreekYogurt, int.MaxValue).ShouldBeGreaterThan(last, "it is dairy and shares the almond alone");
    }

    [Fact]
    public async Task Scenario2_SpicyChipsPassedOver_OtherSpicyOnesFall()
    {
        var shop = await OpenAsync();
        var before = Places(shop.Search("chips", 1000));

        shop.Track(InteractionTypes.Scroll, null, event_ => event_ with { ListId = "list", Shown = [.. SpicyPassed.Append(OriginalChips).Select(shop.Facts)], Position = SpicyPassed.Length });
        shop.Track(InteractionTypes.Click, OriginalChips, event_ => event_ with { ListId = "list" });
        var after = Places(shop.Search("chips", 1000));

        after[OriginalChips].ShouldBe(0);
        OtherSpicy.ShouldAllBe(id => after.GetValueOrDefault(id, int.MaxValue) > before[id]);
    }

    [Fact]
    public async Task Scenario3_TwoBought_TwoAreSuggested()
    {
        var shop = await OpenAsync();

        shop.Track(InteractionTypes.Purchase, WholeMilk, event_ => event_ with { Quantity = 2, OrderId = "o1" });

        shop.Search("whole milk").First(result => result.Product.Id == WholeMilk).SuggestedQuantity.ShouldBe(2);
    }

    private static Dictionary<string, int> Places(IReadOnlyList<RankedProduct> results) =>
        results.Select((result, place) => (result.Product.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);

    private static Task<PureShop> OpenAsync()
    {
        var folder = Requires.Data("instacart_sample");
        var aisles = CsvTable.Read(Path.Combine(folder, "aisles.csv"), "aisle_id", "aisle").ToDictionary(row => row[0], row => row[1]);
        var departments = CsvTable.Read(Path.Combine(folder, "departments.csv"), "department_id", "department").ToDictionary(row => row[0], row => row[1]);
        var catalogue = new StringBuilder("product_id\tproduct_name\tcategories\n");
        foreach (var row in CsvTable.Read(Path.Combine(folder, "products.csv.gz"), "product_id", "product_name", "aisle_id", "department_id"))
        {
            catalogue.Append(row[0]).Append('\t').Append(row[1].Replace('"', '\'')).Append('\t').Append(aisles[row[2]]).Append('|').Append(departments[row[3]]).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(catalogue.ToString());
        return PureShop.OpenAsync(() => new MemoryStream(bytes), ImportFormat.Tsv, new Dictionary<string, double>());
    }
}
