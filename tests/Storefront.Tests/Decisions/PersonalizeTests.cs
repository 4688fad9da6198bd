using System.Text.Json;
using Personalization.Decisions.Contracts;
using Storefront.Tests.Support;

namespace Storefront.Tests.Decisions;

/// <summary>R5.1: the public door of decisions.</summary>
public sealed class PersonalizeTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Path = "/api/v1/personalize";

    private TestStorefront Host => fixture.Host;

    [Fact]
    public async Task Personalize_OneSlot_AnswersAsTheContractSays()
    {
        var answer = (await Host.PostAsync(Path, """{"customer_id":"u1","available_items":["a",{"id":"b","features":{"price":2,"fresh":true}},"c","d","e"],"exclude":["e"],"context":{"weather":"rain","geo":{"lat":1.5}}}""")).Json;

        answer.GetProperty("selected_item").GetString().ShouldBe("b");
        answer.GetProperty("alternatives").GetArrayLength().ShouldBe(3);
        answer.GetProperty("propensity").GetDouble().ShouldBe(0.9);
        answer.GetProperty("decision_id").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("reasoning").GetString()!.ShouldContain("rain");
        answer.TryGetProperty("degraded", out _).ShouldBeFalse();
        var request = Host.Decisions.LastRequest!;
        request.Context!.ShouldBe([new NamedValue("weather=rain", 1), new NamedValue("geo.lat", 1.5)]);
        request.Slots[0].Items.Select(item => item.Id).ShouldBe(["a", "b", "c", "d"]);
        request.Slots[0].Items[1].Features!.ShouldBe([new NamedValue("price", 2), new NamedValue("fresh", 1)]);
    }

    [Fact]
    public async Task Personalize_DecisionsAway_ShowsTheDefaultsAndExploresNothing()
    {
        await using var host = await TestStorefront.StartAsync();
        host.Decisions.Away = true;

        var answers = (await host.PostAsync(Path, """{"customer_id":"u1","slots":[{"name":"top","available_items":["a","b"]},{"name":"side","available_items":["a","b"]},{"name":"foot","available_items":["a"]}]}""")).Json.GetProperty("decisions");

        answers.EnumerateArray().Take(2).Select(answer => answer.GetProperty("selected_item").GetString()).ShouldBe(["a", "b"]);
        answers[0].GetProperty("degraded").GetBoolean().ShouldBeTrue();
        answers[0].GetProperty("reason").GetString().ShouldBe("decisions_unavailable");
        answers[0].GetProperty("propensity").ValueKind.ShouldBe(JsonValueKind.Null);
        answers[0].GetProperty("alternatives")[0].TryGetProperty("propensity", out _).ShouldBeFalse();
        answers[0].GetProperty("decision_id").ValueKind.ShouldBe(JsonValueKind.Null);
        answers[2].GetProperty("selected_item").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"available_items":["a"]}""", "customer_id")]
    [InlineData("""{"customer_id":"u","available_items":[]}""", "available_items")]
    [InlineData("""{"customer_id":"u"}""", "available_items")]
    [InlineData("""{"customer_id":"u","available_items":["a","a"]}""", "available_items[1]")]
    [InlineData("""{"customer_id":"u","available_items":["a"],"exclude":["a"]}""", "exclude")]
    [InlineData("""{"customer_id":"u","available_items":[true]}""", "available_items[0]")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":1e300}}]}""", "available_items[0].features.x")]
    [InlineData("""{"customer_id":"u","available_items":["a"],"context":7}""", "context")]
    [InlineData("""{"customer_id":"u","available_items":["a"],"context":[{"hour":8}]}""", "context")]
    [InlineData("""{"customer_id":"u","slots":[]}""", "slots")]
    [InlineData("""{"customer_id":"u","slots":[{"name":"x","available_items":["a"]},{"name":"x","available_items":["a"]}]}""", "slots[1].name")]
    [InlineData("""{"customer_id":"u","slots":[{"name":"x","available_items":["a"]}],"available_items":["a"]}""", "slots")]
    public async Task Personalize_BadInput_NamesTheField(string body, string field)
    {
        var answer = await Host.PostAsync(Path, body);

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task Personalize_TenThousandItems_IsRefused()
    {
        var answer = await Host.PostAsync(Path, $$"""{"customer_id":"u","available_items":[{{string.Join(',', Enumerable.Range(0, 10_000))}}]}""");

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("errors").GetProperty("available_items")[0].GetString()!.ShouldContain("at most 500");
    }

    [Theory]
    [InlineData(RewardStates.Waiting, 200)]
    [InlineData(RewardStates.Late, 200)]
    [InlineData(RewardStates.Unknown, 404)]
    [InlineData(RewardStates.Full, 422)]
    public async Task Reward_EachState_HasItsAnswer(string state, int status)
    {
        await using var host = await TestStorefront.StartAsync();
        host.Decisions.RewardState = state;

        var answer = await host.PostAsync("/api/v1/decisions/d%2F1/reward", """{"value":0.5,"event_id":"e1"}""");

        answer.Status.ShouldBe(status);
        host.Decisions.LastReward!.ShouldSatisfyAllConditions(
            reward => reward.DecisionId.ShouldBe("d/1"), reward => reward.Value.ShouldBe(0.5), reward => reward.EventId.ShouldBe("e1"), reward => reward.MayBeEarly.ShouldBeFalse());
    }

    [Fact]
    public async Task Azure_RankRewardActivate_HaveItsShapes()
    {
        var rank = await Host.PostAsync("/personalizer/v1.0/rank", """{"eventId":"e9","contextFeatures":[{"weather":"rain"}],"actions":[{"id":"a","features":[{"x":1}]},{"id":"b"},{"id":"c"}],"excludedActions":["c"]}""");

        rank.Status.ShouldBe(201);
        rank.Json.GetProperty("eventId").GetString().ShouldBe("e9");
        rank.Json.GetProperty("rewardActionId").GetString().ShouldBe("b");
        rank.Json.GetProperty("ranking").EnumerateArray().Select(action => action.GetProperty("probability").GetDouble()).ShouldBe([0.1, 0.9, 0]);
        (await Host.PostAsync("/personalizer/v1.1-preview.3/events/e9/reward", """{"value":1}""")).Status.ShouldBe(204);
        Host.Decisions.LastReward!.MayBeEarly.ShouldBeTrue();
        (await Host.SendAsync(HttpMethod.Post, "/personalizer/v1.0/events/e9/activate", null)).Status.ShouldBe(204);
        var refused = await Host.PostAsync("/personalizer/v1.0/rank", """{"actions":[]}""");
        refused.Status.ShouldBe(400);
        refused.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("BadArgument");
        var many = await Host.PostAsync("/personalizer/v1.0/rank", """{"actions":[{"id":7},{"id":true}],"contextFeatures":{"x":1}}""");
        many.Status.ShouldBe(400);
        many.Json.GetProperty("error").GetProperty("message").GetString()!.ShouldSatisfyAllConditions(
            message => message.ShouldContain("actions[1].id is"), message => message.ShouldContain("contextFeatures is an object"));
    }
}
