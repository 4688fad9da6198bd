using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Durability;

/// <summary>
/// `kill -9` of the profiles service and of the sidecar process, once each, during 2,000 tracked events: the oracle is the client's own log.
/// Each event answered `durable: true` is learned once and is in the warehouse once; what was answered otherwise is sent again until it is.
/// </summary>
[Trait("req", "R1.5")]
public sealed class KillTests
{
    private const int Events = 2000;
    private const int Shoppers = 50;
    private const int AtATime = 16;

    [Fact]
    public async Task Track_ProfilesAndSidecarKilledOnTheWay_EveryDurableEventIsLearnedAndStoredOnce()
    {
        await using var system = await RunningSystem.StartAsync();
        using var shop = new Shop(system.Address);
        var products = new RankedList(await shop.SearchAsync("", limit: Events / Shoppers)).Ids;
        ConcurrentDictionary<string, int> durable = [];
        var done = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, Events), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (number, _) =>
        {
            var interaction = new
            {
                event_id = $"kill-{number}",
                type = "purchase",
                user_id = $"buyer-{number % Shoppers}",
                product_id = products[number / Shoppers],
                context = new { quantity = 1, order_id = $"order-{number}" },
            };
            await UntilDurableAsync(shop, interaction);
            durable[$"kill-{number}"] = number;
            switch (Interlocked.Increment(ref done))
            {
                case Events / 3:
                    await system.KillAsync("profiles");
                    break;
                case 2 * Events / 3:
                    await system.KillAsync("sidecar");
                    break;
            }
        });

        durable.Count.ShouldBe(Events);
        await Eventually.TrueAsync(async () => await CountAsync(shop) >= Events, TimeSpan.FromSeconds(60));
        (await CountAsync(shop)).ShouldBe(Events);
        for (var shopper = 0; shopper < Shoppers; shopper++)
        {
            var tracked = await shop.GetAsync($"/api/users/buyer-{shopper}/context");
            var purchases = tracked["products"]!.AsObject();
            purchases.Count.ShouldBe(Events / Shoppers, $"buyer-{shopper}");
            purchases.ShouldAllBe(entry => entry.Value!["purchases"]!.GetValue<int>() == 1);
        }
    }

    private static async Task<long> CountAsync(Shop shop) =>
        (await shop.GetAsync("/api/analytics/events?type=purchase&from=" + Uri.EscapeDataString(DateTimeOffset.UtcNow.AddHours(-1).ToString("O"))))["count"]!.GetValue<long>();

    private static async Task UntilDurableAsync(Shop shop, object interaction)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var response = await shop.Http.PostAsync("/api/interactions/track", JsonContent.Create(interaction), limit.Token);
                if (response.IsSuccessStatusCode)
                {
                    var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(limit.Token))!;
                    if (answer["durable"]!.GetValue<bool>())
                    {
                        return;
                    }
                }
                else
                {
                    ((int)response.StatusCode).ShouldBe(503);
                }
            }
            catch (HttpRequestException)
            {
                // The connection went down with a process: the event is sent again under its own id.
            }

            await Task.Delay(100, limit.Token);
        }
    }
}
