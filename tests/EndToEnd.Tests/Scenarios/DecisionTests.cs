using System.Text.Json.Nodes;
using Personalization.Drills.Running;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Scenarios;

/// <summary>R5.1, R5.2 over public HTTP: decided, rewarded by a call and by an interaction, learned, and judged from the log.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R5.2")]
public sealed class DecisionTests(DemoSystem demo)
{
    private const string Slot = RunningSystem.QuickSlot;

    [Fact]
    public async Task Decisions_RewardedByCallAndByPurchase_AreLearnedWithWhatTheyBrought()
    {
        var shopper = Guid.NewGuid().ToString("N");
        string[] decisions = [await DecideAsync(shopper), await DecideAsync(shopper), await DecideAsync(shopper), await DecideAsync(shopper)];

        var rewarded = await demo.Shop.PostAsync($"/api/v1/decisions/{decisions[0]}/reward", new { value = 0.5, event_id = "seen" });
        var repeated = await demo.Shop.PostAsync($"/api/v1/decisions/{decisions[0]}/reward", new { value = 0.5, event_id = "seen" });
        await demo.Shop.TrackAsync(new { type = "purchase", user_id = shopper, product_id = "tea", decision_id = decisions[1], context = new { order_id = shopper, quantity = 1 } });

        rewarded["durable"]!.GetValue<bool>().ShouldBeTrue();
        repeated["duplicate"]!.GetValue<bool>().ShouldBeTrue();
        JsonNode? judged = null;
        await Eventually.TrueAsync(
            async () =>
            {
                judged = await demo.Shop.PostAsync($"/api/v1/policies/{Slot}/evaluate", new { });
                return judged["decisions"]!.GetValue<int>() == decisions.Length && Math.Abs(judged["logged"]!["value"]!.GetValue<double>() - ((0.5 + 1) / decisions.Length)) < 1e-9;
            },
            TimeSpan.FromMinutes(1),
            () => judged?.ToJsonString());
        judged!["overlap"]!.GetValue<string>().ShouldBe("refused", "four decisions say nothing of another policy");
    }

    private async Task<string> DecideAsync(string shopper)
    {
        var answer = await demo.Shop.PostAsync("/api/v1/personalize", new
        {
            customer_id = shopper,
            slot = Slot,
            available_items = new[] { "tea", "coffee", "juice" },
            context = new { weather = "rain" },

            // Asked again after an answer that came too late, it is the same decision.
            request_id = Guid.NewGuid().ToString(),
        });
        answer["propensity"]!.GetValue<double>().ShouldBeInRange(0.1 / 3, 1);
        answer["reasoning"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
        return answer["decision_id"]!.GetValue<string>();
    }
}
