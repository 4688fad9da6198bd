using System.Globalization;
using System.Text.RegularExpressions;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Operations;

/// <summary>What whoever runs the system looks at, on the ports where a scraper finds it.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R8.5")]
public sealed partial class MetricsTests(DemoSystem demo)
{
    private static readonly HttpClient Scraper = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Metrics_AfterAShoppersDay_TellOfEndpointsFallbacksPartsDuplicatesJournalBudgetsAndSwitches()
    {
        var shopper = Guid.NewGuid().ToString("N");
        var interaction = new { event_id = shopper, type = "click", user_id = shopper, product_id = "04154891" };
        await demo.Shop.TrackAsync(interaction);
        await demo.Shop.TrackAsync(interaction);
        await demo.Shop.PutAsync($"/api/users/{shopper}/personalization", new { features = new { smart_ranking = false } });
        await demo.Shop.SearchAsync("yogurt", userId: shopper);
        await demo.Shop.PostAsync("/api/v1/personalize", new { customer_id = shopper, available_items = (string[])["a", "b"] });

        await Eventually.TrueAsync(async () => Value(await ReadAsync("profiles", "metrics"), "profiles_features_off_total{feature=\"smart_ranking\"}") >= 1, TimeSpan.FromMinutes(1));
        var storefront = await ReadAsync("storefront", "metrics");
        var profiles = await ReadAsync("profiles", "metrics");
        var queue = await ReadAsync("analytics", "dapr_metrics");

        foreach (var quantile in (string[])["0.5", "0.95", "0.99"])
        {
            Value(storefront, $$"""http_server_request_duration_quantile_seconds{http_route="/api/interactions/track",http_request_method="POST",quantile="{{quantile}}"}""").ShouldBeGreaterThan(0);
        }

        foreach (var part in (string[])["profiles", "discovery", "decisions"])
        {
            Value(storefront, $$"""storefront_part_available{part="{{part}}"}""").ShouldBeGreaterThanOrEqualTo(0, part);
        }

        Value(storefront, "storefront_duplicate_events_total").ShouldBeGreaterThanOrEqualTo(1);
        storefront.ShouldContain("# TYPE storefront_fallbacks_total counter");
        storefront.ShouldContain("# TYPE storefront_budget_overruns_total counter");
        Value(profiles, "profiles_store_available").ShouldBeGreaterThanOrEqualTo(0);
        Value(profiles, "profiles_broker_available").ShouldBeGreaterThanOrEqualTo(0);
        Value(profiles, "profiles_journal_depth").ShouldBeGreaterThanOrEqualTo(0);
        Value(profiles, "profiles_contexts_total").ShouldBeGreaterThanOrEqualTo(1);
        queue.ShouldContain("pubsub_group_lag_messages{");
        queue.ShouldContain("pubsub_group_oldest_seconds{");
        (storefront + profiles + queue).ShouldNotContain(shopper, Case.Sensitive, "no metric names a shopper");
    }

    private Task<string> ReadAsync(string service, string port) => Scraper.GetStringAsync($"http://127.0.0.1:{demo.System.Port(service, port)}/metrics");

    /// <summary>The value of a series; no number when there is none.</summary>
    private static double Value(string text, string series) =>
        Line().Matches(text).FirstOrDefault(line => line.Groups[1].Value == series) is { } line ? double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture) : double.NaN;

    [GeneratedRegex(@"^(\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
