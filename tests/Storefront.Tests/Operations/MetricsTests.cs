using System.Globalization;
using System.Text.RegularExpressions;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Operations;

/// <summary>R8.5: what the README's table names is told, and moves when it should.</summary>
[Trait("req", "R8.5")]
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterTraffic_EachMovesByWhatHappened()
    {
        await using var host = await TestStorefront.StartAsync(settings: new()
        {
            ["Budgets:Context"] = "00:00:00.200",
            ["Budgets:Longest"] = "00:00:00.300",
            ["Budgets:Silence"] = "00:00:00.010",
            ["Budgets:Breaker:Failures"] = "1",
            ["Budgets:Breaker:Starvation"] = "00:10:00",
            ["Budgets:Breaker:Probe"] = "00:10:00",
        });
        await host.WaitForCatalogueAsync();
        await TestStorefront.UntilAsync(async () => (await host.GetAsync("/readyz")).Status == 200);
        var before = await ReadAsync(host);

        await TrackAsync(host, "m1");
        await TrackAsync(host, "m1");
        await SearchAsync(host);
        host.Shoppers.Delay = TimeSpan.FromSeconds(5);
        await SearchAsync(host);
        host.Shoppers.Delay = TimeSpan.Zero;
        host.Discovery.Away = true;
        await SearchAsync(host);
        await SearchAsync(host);
        var after = await ReadAsync(host);

        Moved("storefront_events_total{status=\"200\"}").ShouldBe(2);
        Moved("storefront_duplicate_events_total").ShouldBe(1);
        Moved("storefront_answers_total{operation=\"search\",mode=\"personalized\"}").ShouldBe(1);
        Moved("storefront_answers_total{operation=\"search\",mode=\"standard\"}").ShouldBe(3);
        Moved("storefront_fallbacks_total{operation=\"search\",reason=\"profiles_unavailable\"}").ShouldBe(1);
        Moved("storefront_fallbacks_total{operation=\"search\",reason=\"discovery_unavailable\"}").ShouldBe(2);
        Moved("storefront_budget_overruns_total{part=\"profiles\",outcome=\"given_up\"}").ShouldBe(1);
        Moved("storefront_feature_answers_total{feature=\"smart_ranking\"}").ShouldBe(1);
        Moved("storefront_answer_duration_seconds_count{operation=\"search\"}").ShouldBe(4);
        Value(before, "storefront_part_available{part=\"discovery\"}").ShouldBe(1);
        Value(after, "storefront_part_available{part=\"discovery\"}").ShouldBe(0);
        Value(after, "storefront_part_available{part=\"profiles\"}").ShouldBe(1);
        foreach (var quantile in new[] { "0.5", "0.95", "0.99" })
        {
            Value(after, $"http_server_request_duration_quantile_seconds{{http_route=\"/api/search/personalized\",http_request_method=\"POST\",quantile=\"{quantile}\"}}").ShouldBeGreaterThan(0);
        }

        double Moved(string series) => Value(after, series) - before.GetValueOrDefault(series);
    }

    [Fact]
    public async Task Metrics_NamesAndLabels_FollowOneSchemeAndAreInTheReadme()
    {
        await using var host = await TestStorefront.StartAsync(settings: new() { ["Limits:Enabled"] = "true", ["Limits:Endpoints:GET /api/products/{id}"] = "1" });
        await TrackAsync(host, "m1");
        await TrackAsync(host, "m1");
        host.Discovery.Away = true;
        await SearchAsync(host);
        (await host.GetAsync("/api/products/p1")).Status.ShouldBe(200);
        (await host.GetAsync("/api/products/p1")).Status.ShouldBe(429);

        var text = await TextAsync(host);

        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "services", "storefront", "README.md"), TestContext.Current.CancellationToken);
        foreach (Match type in TypeLine().Matches(text))
        {
            var (name, kind) = (type.Groups[1].Value, type.Groups[2].Value);
            if (!name.StartsWith("storefront_", StringComparison.Ordinal) && !name.StartsWith("access_", StringComparison.Ordinal))
            {
                continue;
            }

            name.ShouldMatch("^[a-z][a-z0-9_]*$");
            name.EndsWith("_total", StringComparison.Ordinal).ShouldBe(kind == "counter", name);
            (kind != "histogram" || name.EndsWith("_seconds", StringComparison.Ordinal)).ShouldBeTrue(name);
            readme.ShouldContain($"`{name}`");
        }

        foreach (Match named in ReadmeName().Matches(readme))
        {
            var name = named.Groups[1].Value;
            if (name.StartsWith("storefront_", StringComparison.Ordinal) || name.StartsWith("http_", StringComparison.Ordinal) || name.StartsWith("access_", StringComparison.Ordinal))
            {
                text.ShouldContain($"# TYPE {name} ");
            }
        }
    }

    private static Task<Answer> TrackAsync(TestStorefront host, string id) =>
        host.PostAsync("/api/interactions/track", $$"""{"event_id":"{{id}}","type":"click","user_id":"metrics","product_id":"p1"}""");

    private static Task<Answer> SearchAsync(TestStorefront host) => host.PostAsync("/api/search/personalized", """{"query":"oat","user_id":"metrics"}""");

    private static async Task<string> TextAsync(TestStorefront host)
    {
        using var metrics = new HttpClient { BaseAddress = new Uri(host.MetricsUrl) };
        return await metrics.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
    }

    private static async Task<Dictionary<string, double>> ReadAsync(TestStorefront host) =>
        (await TextAsync(host)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => (Series: line[..line.LastIndexOf(' ')], Value: double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)))
            .GroupBy(line => line.Series)
            .ToDictionary(line => line.Key, line => line.First().Value);

    private static double Value(Dictionary<string, double> series, string name) =>
        series.TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"{name} is not among {string.Join('\n', series.Keys.Where(key => key.StartsWith(name.Split('{')[0], StringComparison.Ordinal)))}");

    [GeneratedRegex("^# TYPE ([^ ]+) ([^ ]+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("^\\| `([a-z_]+)`", RegexOptions.Multiline)]
    private static partial Regex ReadmeName();
}
