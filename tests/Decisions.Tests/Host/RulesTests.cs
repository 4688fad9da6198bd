using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Tests.State;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.3: rules in front of the model and behind it.</summary>
public sealed class RulesTests
{
    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("""{"effect":"exclude","items":["a"]}""", "bc")]
    [InlineData("""{"effect":"only","items":["a","b"]}""", "ab")]
    [InlineData("""{"effect":"exclude","item_when":{">":[{"var":"item.price"},10]}}""", "a")]
    [InlineData("""{"effect":"exclude","item_when":{"==":[{"var":"item.in_stock"},false]}}""", "ab")]
    [InlineData("""{"effect":"only","item_when":{"in":["tea",{"var":"item.categories"}]}}""", "a")]
    [InlineData("""{"effect":"exclude","items":["a"],"slots":["elsewhere"]}""", "abc")]
    [InlineData("""{"effect":"exclude","items":["a"],"enabled":false}""", "abc")]
    [InlineData("""{"effect":"exclude","items":["a"],"when":{"==":[{"var":"context.weather"},"sun"]}}""", "abc")]
    [InlineData("""{"effect":"exclude","items":["a"],"when":{"==":[{"var":"context.weather"},"rain"]}}""", "bc")]
    [InlineData("""{"effect":"exclude","items":["a"],"when":{">":[{"var":"shopper.categories.tea"},0.5]}}""", "bc")]
    [InlineData("""{"effect":"exclude","items":["a"],"ends_at":"2020-01-01T00:00:00Z"}""", "abc")]
    [InlineData("""{"effect":"exclude","items":["a"],"starts_at":"2020-01-01T00:00:00Z"}""", "bc")]
    [InlineData("""{"effect":"pin","items":["x","c","a"]}""", "c")]
    [InlineData("""{"effect":"boost","boost":5,"items":["b"]}""", "b")]
    public async Task Decide_UnderARule_OffersWhatItLeaves(string rule, string left)
    {
        await using var replica = await Replica.StartAsync(_state, _time, options => options.Default = options.Default with { Exploration = new() { Epsilon = 0 } });
        await replica.PutAsync("rules", "r", rule);

        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 40; i++)
        {
            seen.Add((await replica.DecideAsync(Request())).Decisions[0].Selected);
        }

        string.Concat(seen).ShouldBe(left);
    }

    [Fact]
    public async Task Decide_PropensitiesAreThoseOfWhatWasOffered()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "r", """{"effect":"exclude","items":["a"],"name":"no a today"}""");
        await replica.PutAsync("rules", "b", """{"effect":"boost","boost":1,"items":["b"],"name":"b first"}""");

        var decided = (await replica.DecideAsync(Request())).Decisions[0];

        decided.Ranking.Sum(item => item.Probability).ShouldBe(1, 1e-12);
        decided.Ranking.Select(item => item.Id).ShouldBe(["b", "c"]);
        decided.Ranking[0].Probability.ShouldBe(0.95, 1e-12);
        if (decided.Selected == "b")
        {
            decided.Reasons.ShouldContain(reason => reason.Contains("b first"));
        }
    }

    [Fact]
    public async Task Decide_NothingLeft_TheSlotStaysEmptyAndNothingIsLogged()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "r", """{"effect":"exclude","items":["a","b","c"]}""");

        var reply = await replica.DecideAsync(Request());

        reply.Decisions.ShouldBeEmpty();
        reply.Barred.ShouldBe(["home"]);
        replica.Log.Next.ShouldBe(0);
    }

    [Fact]
    public async Task Decide_RulesLookAtFactsThatAreNotThere_AsksForThem()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "r", """{"effect":"exclude","item_when":{">":[{"var":"item.price"},10]}}""");

        (await replica.DecideAsync(Request() with { Facts = null })).ShouldSatisfyAllConditions(reply => reply.Facts.ShouldBe(FactsStates.Wanted), reply => reply.Decisions.ShouldBeEmpty());
        (await replica.DecideAsync(Request())).Facts.ShouldBeNull();
        (await replica.PutAsync("rules", "r", """{"effect":"exclude","items":["b"]}""", expected: 1)).Errors.ShouldBeEmpty();
        (await replica.DecideAsync(Request())).Facts.ShouldBe(FactsStates.Unused);
    }

    [Fact]
    public async Task Put_OnOneReplica_HoldsOnTheOtherAfterItsNextLook_AndOnANewOneAtOnce()
    {
        await using var one = await Replica.StartAsync(_state, _time);
        await using var two = await Replica.StartAsync(_state, _time);
        (await two.DecideAsync(Request())).Decisions.ShouldHaveSingleItem();

        await one.PutAsync("rules", "r", """{"effect":"only","items":["c"]}""");
        await two.LookAtDefinitionsAsync();
        await using var late = await Replica.StartAsync(_state, _time);

        foreach (var replica in new[] { one, two, late })
        {
            (await replica.DecideAsync(Request())).Decisions[0].Ranking.Select(item => item.Id).ShouldBe(["c"]);
        }
    }

    [Theory]
    [InlineData("shopper", 3, 3)]
    [InlineData("store", 7, 7)]
    public async Task Cap_ManyCallsAtOnceOnTwoReplicas_IsReachedAndNeverPassed(string per, int limit, int shown)
    {
        await using var one = await Replica.StartAsync(_state, _time);
        await using var two = await Replica.StartAsync(_state, _time);
        await one.PutAsync("rules", "cap", $$"""{"effect":"cap","limit":{{limit}},"per":"{{per}}","window":"day","items":["a"]}""");
        await one.PutAsync("rules", "want", """{"effect":"pin","items":["a"]}""");
        await two.LookAtDefinitionsAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).DecideAsync(Request() with { Subject = "somebody" })));
        var tomorrow = _time.Now += TimeSpan.FromDays(1);
        var next = await one.DecideAsync(Request() with { Subject = "somebody" });

        replies.Count(reply => reply.Decisions[0].Selected == "a").ShouldBe(shown);
        replies.Where(reply => reply.Decisions[0].Selected != "a").ShouldAllBe(reply => reply.Decisions[0].Ranking.All(item => item.Id != "a"));
        next.Decisions[0].Selected.ShouldBe("a", $"a new day at {tomorrow}");
    }

    [Fact]
    public async Task Cap_PerShopper_CountsEachShopperAndEachItemApart()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "cap", """{"effect":"cap","limit":1,"items":["a","b"]}""");
        await replica.PutAsync("rules", "want", """{"effect":"pin","items":["a","b"]}""");

        var seen = new List<string>();
        foreach (var shopper in new[] { "x", "x", "x", "y" })
        {
            seen.Add((await replica.DecideAsync(Request() with { Subject = shopper })).Decisions[0].Selected);
        }

        seen.ShouldBe(["a", "b", "c", "a"]);
    }

    [Fact]
    public async Task Cap_LogAway_CountsNothing()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "cap", """{"effect":"cap","limit":1,"items":["a"]}""");
        await replica.PutAsync("rules", "want", """{"effect":"pin","items":["a"]}""");
        await replica.DecideAsync(Request() with { Subject = "warm" });
        _state.CommitsLeft = 0;
        await Should.ThrowAsync<Api.State.StateUnavailableException>(() => replica.DecideAsync(Request() with { Subject = "x" }));
        _state.CommitsLeft = -1;

        (await replica.DecideAsync(Request() with { Subject = "x" })).Decisions[0].Selected.ShouldBe("a");
    }

    private static DecideRequest Request() => new()
    {
        StoreId = "main",
        Facts = new DecideFacts
        {
            Context = Json("""{"weather":"rain"}"""),
            Shopper = Json("""{"categories":{"tea":0.7}}"""),
            Items = new Dictionary<string, JsonElement>
            {
                ["a"] = Json("""{"price":3,"in_stock":true,"categories":["tea"]}"""),
                ["b"] = Json("""{"price":30,"in_stock":true,"categories":["cup"]}"""),
                ["c"] = Json("""{"price":11,"in_stock":false,"categories":[]}"""),
            },
        },
        Slots = [new DecideSlot { Name = "home", Items = [new DecideItem { Id = "a" }, new DecideItem { Id = "b" }, new DecideItem { Id = "c" }] }],
    };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
