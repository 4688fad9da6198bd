using System.Text.Json.Nodes;
using Personalization.EndToEnd.Tests.Durability;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Replicas;

/// <summary>
/// Two replicas of profiles, discovery and storefront: what one storefront was told shows at the other, in open pages too, an import reaches every copy,
/// and while a replica of profiles is killed no answer is stale.
/// </summary>
[Collection(ReplicaSystemCollection.Name)]
[Trait("req", "R10.6")]
public sealed class ReplicaSystemTests(ReplicaSystem replicas)
{
    private const int Shoppers = 300;

    /// <summary>So many that each replica of profiles has some of them.</summary>
    private const int Listeners = 8;

    [Fact]
    public async Task TwoReplicasOfEach_LearnSearchImportAndLoseOne_AsOneSystem()
    {
        var (system, second) = (replicas.System, replicas.Second);
        using var shop = new Shop(system.Address);
        using var elsewhere = new Shop(second);

        await OneClickAsync(shop, elsewhere);
        await LiveAsync(shop, second);
        await LiveAsync(elsewhere, system.Address);
        await ImportAsync(shop, elsewhere);
        using var round = new ReadYourWritesRound(system, 0, Shoppers, second);
        await round.PlayAsync();

        round.Stale.ShouldBeEmpty();
        round.DegradedShare.ShouldBeLessThan(0.5, round.Complaint);
    }

    private static async Task OneClickAsync(Shop shop, Shop elsewhere)
    {
        var scenario = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "components", "local", "demo", "scenarios.json")))!["scenario1"]!;
        var rising = scenario["expect_rise"]!.AsArray().Select(id => id!.GetValue<string>()).ToList();
        var plain = scenario["plain"]!.AsArray().Select(id => id!.GetValue<string>()).ToList();
        var visitor = Guid.NewGuid().ToString("N");

        var tracked = await shop.TrackAsync(new { type = "click", anonymous_id = visitor, product_id = scenario["click"]!.GetValue<string>() });
        var after = new RankedList(await elsewhere.SearchAsync("yogurt", anonymousId: visitor, minVersion: tracked["version"]!.GetValue<string>(), limit: 100));

        after.Active.ShouldBeTrue();
        rising.ShouldContain(after.Ids[0]);
        after.MeanPlace(rising).ShouldBeLessThan(after.MeanPlace(plain));
    }

    /// <summary>Pages that are open at one storefront hear of each change that another one took, whichever replica of profiles has the shopper.</summary>
    private static async Task LiveAsync(Shop told, Uri listening)
    {
        for (var shopper = 0; shopper < Listeners; shopper++)
        {
            var visitor = Guid.NewGuid().ToString("N");
            await using var page = await LiveSocket.OpenAsync(listening);
            (await page.SubscribeAsync($$"""{"anonymous_id":"{{visitor}}"}""")).ShouldBeNull();

            var tracked = await told.TrackAsync(new { type = "click", anonymous_id = visitor, product_id = "of-no-catalogue" });

            (await page.ChangeAsync()).ShouldBe(tracked["version"]!.GetValue<string>());
        }
    }

    /// <summary>Answers come from either replica of discovery: several are asked for, at both storefronts.</summary>
    private static async Task ImportAsync(Shop shop, Shop elsewhere)
    {
        var store = $"garments-{Guid.NewGuid():N}"[..20];
        using var one = shop.Another(store);
        using var other = elsewhere.Another(store);
        (await one.ImportAsync("sku\ttitle\tcategory\tprice\n1\tMerino scarf\tscarf\t19\n", "text/tab-separated-values"))["state"]!.GetValue<string>().ShouldBe("done");

        foreach (var asked in Enumerable.Range(0, 6).Select(number => number % 2 == 0 ? one : other))
        {
            await Eventually.TrueAsync(async () => new RankedList(await asked.SearchAsync("scarf")).Ids is ["1"], TimeSpan.FromSeconds(30));
        }
    }
}
