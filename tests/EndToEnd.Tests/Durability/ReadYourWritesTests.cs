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

    /// <summary>An answer that the kill caught was asked for at most this much earlier.</summary>
    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Track_ThenReadElsewhere_ShowsTheEffectOrSaysDegraded()
    {
        await using var system = await RunningSystem.StartAsync();
        using var writer = new Shop(system.Address);
        using var reader = new Shop(system.Address);
        var products = new RankedList(await writer.SearchAsync("", limit: 100)).Ids;
        ConcurrentBag<string> stale = [];
        ConcurrentBag<(TimeSpan At, string Reason)> degraded = [];
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

            if (search["personalization"]!["degraded"]!.GetValue<bool>())
            {
                degraded.Add((started, $"search: {search["personalization"]!["reason"]}"));
            }
            else if (search["version"]?.GetValue<string>() != version)
            {
                stale.Add($"search of {shopper}");
            }

            if (preferences["degraded"]?.GetValue<bool>() == true)
            {
                degraded.Add((started, $"preferences: {preferences["reason"]}"));
            }
            else if (preferences["recent"]!.AsArray().All(view => view!["product_id"]!.GetValue<string>() != product))
            {
                stale.Add($"preferences of {shopper}");
            }

            if (Interlocked.Increment(ref done) == Shoppers / 2)
            {
                killed = clock.Elapsed;
                await system.KillAsync("profiles");
            }
        });

        stale.ShouldBeEmpty();
        var seen = string.Join(", ", degraded.GroupBy(answer => answer.Reason).Select(reason => $"{reason.Key} x {reason.Count()}"));
        degraded.Count.ShouldBeLessThanOrEqualTo(2 * Shoppers / 50, seen);
        degraded.Where(answer => answer.At < killed - OneAnswer || answer.At > killed + Outage).ShouldBeEmpty();
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
