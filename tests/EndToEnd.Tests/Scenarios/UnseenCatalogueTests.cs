using System.Text;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Scenarios;

/// <summary>S2's scenarios on a catalogue that exists only in this test and is imported while the system runs: other words, other ids, other columns.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R2.3")]
public sealed class UnseenCatalogueTests(DemoSystem demo)
{
    private static readonly string[] Materials = ["merino wool", "organic cotton", "polyester", "linen"];
    private static readonly string[] Garments = ["jumper", "scarf", "socks", "hat", "gloves"];
    private static readonly string[] Makers = ["Northfell", "Calder", "Mosswick"];

    [Fact]
    public async Task OneClick_OnAMaterial_LiftsItInAnotherGarment()
    {
        using var shop = demo.Shop.Another($"garments-{Guid.NewGuid():N}"[..20]);
        var status = await shop.ImportAsync(Catalogue(), "text/tab-separated-values", "?map=fabric:attributes");
        var visitor = Guid.NewGuid().ToString("N");
        var clicked = new RankedList(await shop.SearchAsync("jumper", limit: 100));
        var jumper = clicked.Ids[clicked.Names.ToList().FindIndex(name => name.Contains("Merino", StringComparison.Ordinal))];
        var before = new RankedList(await shop.SearchAsync("scarf", anonymousId: visitor, limit: 100));

        var tracked = await shop.TrackAsync(new { type = "click", anonymous_id = visitor, product_id = jumper });
        var after = new RankedList(await shop.SearchAsync("scarf", anonymousId: visitor, minVersion: tracked["version"]!.GetValue<string>(), limit: 100));

        status["rejected"]!.GetValue<long>().ShouldBe(1, "one line has no name");
        status["errors"]![0]!["line"]!.GetValue<long>().ShouldBe(Materials.Length * Garments.Length * Makers.Length + 2);
        var wool = after.Names.Index().Where(entry => entry.Item.Contains("Merino", StringComparison.Ordinal)).Select(entry => after.Ids[entry.Index]).ToArray();
        wool.Length.ShouldBe(Makers.Length);
        after.MeanPlace(wool).ShouldBe(2, "the three merino scarves come first");
        before.Ids.ShouldNotBe(after.Ids);
    }

    private static string Catalogue()
    {
        var text = new StringBuilder("sku\ttitle\tbrand\tcategory\tfabric\tprice\n");
        var number = 9_007_199_254_740_993;
        foreach (var garment in Garments)
        {
            foreach (var maker in Makers)
            {
                foreach (var material in Materials)
                {
                    text.Append($"{number++}\t{char.ToUpperInvariant(material[0])}{material[1..]} {garment}\t{maker}\t{garment}\t{material}\t{19 + (number % 7)}.50\n");
                }
            }
        }

        return text.Append($"{number}\t\tCalder\t\tlinen\t10\n").ToString();
    }
}
