using Storefront.Tests.Support;

namespace Storefront.Tests.Recommending;

[Trait("req", "R3.5")]
public sealed class RecommendationTests
{
    private const string Click = """{"type":"click","user_id":"ann","product_id":"p1"}""";

    [Fact]
    public async Task Recommend_SeveralSlots_GivesEachWithReasonsAndAsksForOrders()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        await host.PostAsync("/api/interactions/track", Click);

        var answer = await host.GetAsync("/api/recommendations?user_id=ann&slot=usual,reminders&cart=p4,p5&product_id=p3&limit=3&explain=true");

        answer.Status.ShouldBe(200);
        var slots = answer.Json.GetProperty("slots");
        slots.GetProperty("usual")[0].GetProperty("reasons")[0].GetString().ShouldBe("You often buy it");
        slots.GetProperty("reminders")[0].GetProperty("due").GetString().ShouldNotBeNull();
        answer.Json.GetProperty("personalization").GetProperty("active").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("list_id").GetString().ShouldNotBeNullOrEmpty();
        var asked = host.Discovery.Recommended.ShouldHaveSingleItem();
        asked.Cart.ShouldBe(["p4", "p5"]);
        asked.Product.ShouldBe("p3");
        asked.Limit.ShouldBe(3);
        asked.Explain.ShouldBeTrue();
        asked.Shopper.ShouldNotBeNull();
    }

    [Fact]
    public async Task Recommend_Again_ComesFromTheCacheUntilTheShopperOrTheCatalogueChanges()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        await host.PostAsync("/api/interactions/track", Click);

        await host.GetAsync("/api/recommendations?user_id=ann");
        await host.GetAsync("/api/recommendations?user_id=ann");
        host.Discovery.Recommended.Count.ShouldBe(1);

        await host.PostAsync("/api/interactions/track", Click);
        await host.GetAsync("/api/recommendations?user_id=ann");
        host.Discovery.Recommended.Count.ShouldBe(2);

        host.Discovery.Catalogue = FakeDiscovery.Products("v2", "oat drink", "chili sauce");
        await host.WaitForCatalogueAsync();
        await host.GetAsync("/api/recommendations?user_id=ann");
        host.Discovery.Recommended.Count.ShouldBe(3);
    }

    [Fact]
    [Trait("req", "R3.7")]
    public async Task Recommend_AnotherModelIsPutInForce_IsAskedAnewAtOnce()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        await host.GetAsync("/api/recommendations?user_id=ann");
        await host.GetAsync("/api/recommendations?user_id=ann");
        host.Discovery.Recommended.Count.ShouldBe(1);

        foreach (var swap in (string[])["rollback", "plain/activate", "m2/activate"])
        {
            (await host.PostAsync($"/api/v1/models/{swap}", "")).Status.ShouldBe(200);
            await host.TellAsync();
            await host.WaitForModelAsync();
            var asked = host.Discovery.Recommended.Count;

            await host.GetAsync("/api/recommendations?user_id=ann");
            host.Discovery.Recommended.Count.ShouldBe(swap == "m2/activate" ? asked : asked + 1, swap);
        }
    }

    [Fact]
    public async Task Recommend_ByAReplicaThatHasNotTakenTheModelYet_IsNotKept()
    {
        await using var host = await TestStorefront.StartAsync(prepare: (_, discovery) => discovery.LaggingModel = "m1");
        await host.WaitForCatalogueAsync();

        await host.GetAsync("/api/recommendations?user_id=ann");
        host.Discovery.LaggingModel = null;
        await host.GetAsync("/api/recommendations?user_id=ann");
        await host.GetAsync("/api/recommendations?user_id=ann");

        host.Discovery.Recommended.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Recommend_DiscoveryAway_GivesWhatIsPopularOnceOverAllSlots()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        host.Discovery.Away = true;

        var answer = await host.GetAsync("/api/recommendations?slot=usual,discovery&cart=p1&limit=2");

        answer.Status.ShouldBe(200);
        string[] ids = [.. answer.Json.GetProperty("slots").EnumerateObject().SelectMany(slot => slot.Value.EnumerateArray()).Select(found => found.GetProperty("product").GetProperty("id").GetString()!)];
        ids.ShouldBe(["p2", "p3", "p4", "p5"]);
        answer.Json.GetProperty("personalization").GetProperty("degraded").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("personalization").GetProperty("reason").GetString().ShouldBe("discovery_unavailable");
    }

    [Fact]
    public async Task Recommend_ProfilesAway_AnswersForNobody()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        host.Shoppers.Away = true;

        var answer = await host.GetAsync("/api/recommendations?user_id=ann");

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("slots").GetProperty("usual").GetArrayLength().ShouldBe(1);
        answer.Json.GetProperty("personalization").GetProperty("reason").GetString().ShouldBe("profiles_unavailable");
    }

    [Theory]
    [InlineData("slot=usual,nothing", "slot")]
    [InlineData("limit=0", "limit")]
    [InlineData("explain=perhaps", "explain")]
    [InlineData("user_id=a&anonymous_id=b", "anonymous_id")]
    [InlineData("cart=a,..", "cart")]
    public async Task Recommend_WrongParameter_IsRefusedByName(string query, string field)
    {
        await using var host = await TestStorefront.StartAsync();

        var answer = await host.GetAsync($"/api/recommendations?{query}");

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Recommend_CartOfHundreds_IsCutToItsEnd()
    {
        await using var host = await TestStorefront.StartAsync();

        var answer = await host.GetAsync($"/api/recommendations?slot=complementary&cart={string.Join(',', Enumerable.Range(0, 900).Select(number => $"x{number}"))}");

        answer.Status.ShouldBe(200);
        host.Discovery.Recommended.ShouldHaveSingleItem().Cart.ShouldBe(Enumerable.Range(700, 200).Select(number => $"x{number}"));
    }
}
