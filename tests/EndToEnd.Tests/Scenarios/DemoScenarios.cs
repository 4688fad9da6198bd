using System.Text.Json.Nodes;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Scenarios;

/// <summary>S2's scenarios 1-3 on the demo shop, with the products that its README names.</summary>
[Trait("req", "R2.3")]
public abstract class DemoScenarios(Shop shop)
{
    private static readonly JsonNode Scenarios =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "components", "local", "demo", "scenarios.json")))!;

    [Fact]
    public async Task InstantLearning_OneClickOnAPlantDrink_PlantBasedYogurtsComeFirst()
    {
        var scenario = Scenarios["scenario1"]!;
        var visitor = NewId();
        var rising = Ids(scenario["expect_rise"]!);
        var plain = Ids(scenario["plain"]!);
        var milk = new RankedList(await shop.SearchAsync("milk", anonymousId: visitor, limit: 100));
        var before = new RankedList(await shop.SearchAsync("yogurt", anonymousId: visitor, limit: 100));

        var tracked = await shop.TrackAsync(new
        {
            type = "click",
            anonymous_id = visitor,
            product_id = scenario["click"]!.GetValue<string>(),
            context = new { search_query = "milk", results_shown = milk.Ids },
        });
        var after = new RankedList(await shop.SearchAsync("yogurt", anonymousId: visitor, minVersion: tracked["version"]!.GetValue<string>(), limit: 100));

        before.Active.ShouldBeFalse();
        after.Active.ShouldBeTrue();
        after.Degraded.ShouldBeFalse();
        rising.ShouldContain(after.Ids[0]);
        after.MeanPlace(rising).ShouldBeLessThan(after.MeanPlace(plain));
        after.MeanPlace(rising).ShouldBeLessThan(before.MeanPlace(rising));
        var first = after.Result(after.Ids[0]);
        first["personalized"]!.GetValue<bool>().ShouldBeTrue();
        first["badges"]!.AsArray().Select(badge => badge!.GetValue<string>()).ShouldContain("Personalized for you");
        first["reasons"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task NegativeLearning_ScrolledPastSpicyAndClickedOriginal_OtherSpicyOnesFall()
    {
        var scenario = Scenarios["scenario2"]!;
        var visitor = NewId();
        var passed = Ids(scenario["scroll_past"]!);
        var click = scenario["click"]!.GetValue<string>();
        var falling = Ids(scenario["expect_fall"]!);
        var before = new RankedList(await shop.SearchAsync("chips", anonymousId: visitor, limit: 100));

        await shop.TrackAsync(new { type = "scroll", anonymous_id = visitor, list_id = "l1", context = new { search_query = "chips", results_shown = (string[])[.. passed, click], position = passed.Count } });
        var tracked = await shop.TrackAsync(new { type = "click", anonymous_id = visitor, list_id = "l1", product_id = click, context = new { search_query = "chips" } });
        var after = new RankedList(await shop.SearchAsync("chips", anonymousId: visitor, minVersion: tracked["version"]!.GetValue<string>(), limit: 100));

        foreach (var id in falling)
        {
            after.Place(id).ShouldBeGreaterThan(before.Place(id), $"{id} was not scrolled past itself, but is spicy too");
        }
    }

    [Fact]
    public async Task BulkPattern_TwoBought_TwoAreSuggested()
    {
        var scenario = Scenarios["scenario3"]!;
        var shopper = NewId();
        var product = scenario["buy"]!.GetValue<string>();

        var tracked = await shop.TrackAsync(new { type = "purchase", user_id = shopper, product_id = product, context = new { quantity = 2, order_id = NewId() } });
        var name = (await shop.GetAsync($"/api/products/{product}"))["name"]!.GetValue<string>();
        var after = new RankedList(await shop.SearchAsync(name, userId: shopper, minVersion: tracked["version"]!.GetValue<string>()));

        after.Result(product)["suggested_quantity"]!.GetValue<decimal>().ShouldBe(2);
        var preferences = await shop.GetAsync($"/api/users/{shopper}/preferences/live");
        preferences["usual_quantities"]![product]!.GetValue<decimal>().ShouldBe(2);
    }

    [Fact]
    public async Task DemoShopper_ReplayedHistory_HasItsUsualQuantity()
    {
        var household = Scenarios["scenario3"]!["household"]!;
        var preferences = await shop.GetAsync($"/api/users/{household["user_id"]!.GetValue<string>()}/preferences/live");

        preferences["usual_quantities"]![household["product_id"]!.GetValue<string>()]!.GetValue<decimal>().ShouldBe(household["usual_quantity"]!.GetValue<decimal>());
        preferences["recent"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    [Trait("req", "R2.5")]
    public async Task SwitchedOff_AfterLearning_IsExactlyTheStandardOrder()
    {
        var visitor = NewId();
        var standard = new RankedList(await shop.SearchAsync("yogurt", limit: 100));
        await shop.TrackAsync(new { type = "click", anonymous_id = visitor, product_id = Scenarios["scenario1"]!["click"]!.GetValue<string>() });

        await shop.PutAsync($"/api/users/{visitor}/personalization?as=anonymous", new { enabled = false });
        var off = new RankedList(await shop.SearchAsync("yogurt", anonymousId: visitor, limit: 100));
        await shop.PutAsync($"/api/users/{visitor}/personalization?as=anonymous", new { enabled = true });
        var on = new RankedList(await shop.SearchAsync("yogurt", anonymousId: visitor, limit: 100));

        off.Active.ShouldBeFalse();
        off.Ids.ShouldBe(standard.Ids);
        on.Ids.ShouldNotBe(standard.Ids);
    }

    [Fact]
    [Trait("req", "R2.7")]
    public async Task SignIn_GuestTaughtSomething_TheAccountHasItOnce()
    {
        var (guest, user) = (NewId(), NewId());
        await shop.TrackAsync(new { type = "click", anonymous_id = guest, product_id = Scenarios["scenario1"]!["click"]!.GetValue<string>() });
        var taught = await shop.GetAsync($"/api/users/{guest}/preferences/live?as=anonymous");

        var merged = await shop.PostAsync($"/api/users/{user}/merge", new { from_anonymous_id = guest });
        var again = await shop.PostAsync($"/api/users/{user}/merge", new { from_anonymous_id = guest });
        var has = await shop.GetAsync($"/api/users/{user}/preferences/live");

        merged["merged"]!.GetValue<bool>().ShouldBeTrue();
        again["already"]!.GetValue<bool>().ShouldBeTrue();
        has["categories"]!.AsObject().Select(entry => entry.Key).ShouldBe(taught["categories"]!.AsObject().Select(entry => entry.Key), ignoreOrder: true);
        foreach (var (name, evidence) in taught["evidence"]!["categories"]!.AsObject())
        {
            has["evidence"]!["categories"]![name]!.GetValue<int>().ShouldBe(evidence!.GetValue<int>());
        }
    }

    [Fact]
    [Trait("req", "R8.1")]
    public async Task Track_EventSentTwice_IsInTheWarehouseOnce()
    {
        var shopper = NewId();
        var interaction = new { event_id = NewId(), type = "view_details", user_id = shopper, product_id = Scenarios["scenario1"]!["click"]!.GetValue<string>() };

        await shop.TrackAsync(interaction);
        var repeat = await shop.TrackAsync(interaction);

        repeat["duplicate"]!.GetValue<bool>().ShouldBeTrue();
        await Eventually.TrueAsync(async () => (await shop.GetAsync($"/api/analytics/events?user_id={shopper}"))["count"]!.GetValue<long>() == 1, TimeSpan.FromMinutes(1));
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static List<string> Ids(JsonNode list) => [.. list.AsArray().Select(id => id!.GetValue<string>())];
}
