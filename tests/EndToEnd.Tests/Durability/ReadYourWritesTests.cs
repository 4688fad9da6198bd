using System.Collections.Concurrent;
using System.Diagnostics;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Durability;

/// <summary>
/// 1,000 shoppers, 64 at a time, each tracks and then searches and reads its preferences on another connection with the returned version,
/// while the profiles service is killed once: an answer that does not show the shopper's own last event says that it is degraded.
/// </summary>
[Trait("req", "R2.1")]
public sealed class ReadYourWritesTests
{
    private const int Shoppers = 1000;
    private const int AtATime = 64;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Track_ThenReadElsewhere_ShowsTheEffectOrSaysDegraded()
    {
        await using var system = await RunningSystem.StartAsync();
        using var writer = new Shop(system.Address);
        using var reader = new Shop(system.Address);
        var products = new RankedList(await writer.SearchAsync("", limit: 100)).Ids;
        ConcurrentBag<string> stale = [];
        ConcurrentBag<TimeSpan> degraded = [];
        var clock = Stopwatch.StartNew();
        var killed = TimeSpan.Zero;
        var done = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, Shoppers), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (number, _) =>
        {
            var shopper = $"reader-{number}";
            var product = products[number % products.Count];
            var version = await UntilTrackedAsync(writer, new { event_id = $"ryw-{number}", type = "add_to_cart", user_id = shopper, product_id = product });
            var started = clock.Elapsed;
            var search = await reader.SearchAsync("", userId: shopper, minVersion: version);
            var preferences = await reader.GetAsync($"/api/users/{shopper}/preferences/live?min_version={Uri.EscapeDataString(version)}");

            if (search["personalization"]!["degraded"]!.GetValue<bool>() || preferences["degraded"]?.GetValue<bool>() == true)
            {
                degraded.Add(started);
            }
            else if (preferences["recent"]!.AsArray().All(view => view!["product_id"]!.GetValue<string>() != product))
            {
                stale.Add(shopper);
            }

            if (Interlocked.Increment(ref done) == Shoppers / 2)
            {
                killed = clock.Elapsed;
                await system.KillAsync("profiles");
            }
        });

        stale.ShouldBeEmpty();
        degraded.Count.ShouldBeLessThanOrEqualTo(Shoppers / 50);
        degraded.Where(at => at < killed - TimeSpan.FromSeconds(1) || at > killed + Outage).ShouldBeEmpty();
    }

    /// <summary>What is refused while the service is away is sent again, as the contract says, until it is taken.</summary>
    private static async Task<string> UntilTrackedAsync(Shop shop, object interaction)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await shop.Http.PostAsync("/api/interactions/track", System.Net.Http.Json.JsonContent.Create(interaction), limit.Token);
            if (response.IsSuccessStatusCode)
            {
                var answer = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync(limit.Token))!;
                return answer["version"]!.GetValue<string>();
            }

            ((int)response.StatusCode).ShouldBe(503);
            response.Headers.RetryAfter.ShouldNotBeNull();
            await Task.Delay(100, limit.Token);
        }
    }
}
