using System.Text;
using System.Text.Json.Nodes;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Evaluated;

/// <summary>What the evaluation scores for the next basket is what the default-started system answers: 200 cases of N1 and of N2, asked of the public API.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R3.4")]
public sealed class ServedNextOrderTests(DemoSystem demo, ITestOutputHelper output)
{
    private const int Shoppers = 205, Asked = 200, Take = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task Usual_TwoHundredOfN1_AreTheEvaluatedLists() => CompareAsync("evaluated-n1", NextOrderCases.Baskets(Shoppers, TimeProvider.System.GetUtcNow()));

    [Fact]
    public Task Usual_TwoHundredOfN2_AreTheEvaluatedLists() => CompareAsync("evaluated-n2", NextOrderCases.Retail(Shoppers, TimeProvider.System.GetUtcNow()));

    private async Task CompareAsync(string store, NextOrderCases cases)
    {
        using var shop = demo.Shop.Another(store);
        await ImportAsync(shop, cases);
        await shop.TrackAllAsync(cases.Orders.SelectMany(order => order.Events()));
        await LearnAsync(shop, cases);
        cases.Learn(Stop);

        // A new version is served once every process has it, with the counts that it was learned with; answers from before it may be kept, and are of another limit.
        var take = Take;
        List<string> differing = [];
        await Eventually.TrueAsync(async () => (differing = await DifferingAsync(shop, cases, cases.Shoppers.Take(5), ++take)).Count == 0 || take == Take + 30, Deadline);
        differing = await DifferingAsync(shop, cases, cases.Shoppers.Take(Asked), ++take);

        output.WriteLine($"{Asked} asked, {differing.Count} differ");
        differing.ShouldBeEmpty();
    }

    private static async Task ImportAsync(Shop shop, NextOrderCases cases)
    {
        var catalogue = new StringBuilder("id,name\n");
        foreach (var product in cases.Orders.SelectMany(order => order.Lines).Select(line => line.Key).Distinct())
        {
            catalogue.Append(product).Append(",Item ").Append(product).Append('\n');
        }

        (await shop.ImportAsync(catalogue.ToString(), "text/csv"))["state"]!.GetValue<string>().ShouldBe("done");
    }

    /// <summary>Asks for models once all orders are counted, and waits until they serve.</summary>
    private static async Task LearnAsync(Shop shop, NextOrderCases cases)
    {
        JsonNode? status = null;
        await Eventually.TrueAsync(async () => (status = await shop.GetAsync("/api/v1/models"))["baskets"]!.GetValue<int>() >= cases.Orders.Count, Deadline, () => status?.ToJsonString());
        await shop.PostAsync("/api/v1/models/rebuild", new { });
        await Eventually.TrueAsync(
            async () =>
            {
                status = await shop.GetAsync("/api/v1/models");
                var current = status["current"]?.GetValue<string>();
                if (status["job"]!["state"]!.GetValue<string>() != "done" || current is null || current != status["serving"]?.GetValue<string>() || status["baskets"]!.GetValue<int>() != cases.Orders.Count)
                {
                    return false;
                }

                if (status["versions"]![0]!["baskets"]!.GetValue<int>() == cases.Orders.Count)
                {
                    return true;
                }

                // A build that was under way when this one was asked for learned from what was counted when it began.
                await shop.PostAsync("/api/v1/models/rebuild", new { });
                return false;
            },
            Deadline,
            () => status?.ToJsonString());
    }

    private static async Task<List<string>> DifferingAsync(Shop shop, NextOrderCases cases, IEnumerable<string> shoppers, int take)
    {
        List<string> differing = [];
        foreach (var shopper in shoppers)
        {
            var answer = await shop.GetAsync($"/api/recommendations?user_id={shopper}&slot=usual&limit={take}");
            string[] served = [.. answer["slots"]!["usual"]!.AsArray().Take(Take).Select(found => found!["product"]!["id"]!.GetValue<string>())];
            var expected = cases.Rank(shopper, TimeProvider.System.GetUtcNow(), Take);
            if (!served.SequenceEqual(expected))
            {
                differing.Add($"{shopper}: {string.Join(' ', served)} and not {string.Join(' ', expected)}");
            }
        }

        return differing;
    }
}
