using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Personalization.Discovery.Contracts;
using Personalization.Drills.Running;
using Personalization.Load.Client;
using Personalization.Load.Discovery;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Statistics;

namespace Personalization.Load.PublicApi;

/// <summary>Searches through the public API while a catalogue of 100,000 is imported again with other prices: the longest is how long the shop stands still.</summary>
internal sealed class CatalogueReimportMeasure : IMeasure
{
    private const int Products = 100_000, Shoppers = 500;
    private const double PerSecond = 200;
    private const double Goal = 50;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Name => "catalogue-reimport";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = new SyntheticShop(Products / context.Scale);
        SnapshotProduct[] products = [.. shop.Products()];
        byte[][] searches = [.. Enumerable.Range(0, Shoppers).Select(shopper => ShopRequests.Post("/api/search/personalized", new JsonObject { ["query"] = shop.Query(), ["user_id"] = $"s{shopper}" }))];
        await using var system = await RunningSystem.StartAsync("--no-demo");
        using var http = new HttpClient { BaseAddress = system.Address, Timeout = Patience };
        var first = await ImportAsync(http, products, dearer: 0, cancellationToken);
        var next = Requests.Cycle(searches);
        await LoadClient.RunAsync(system.Address.Port, next, Pace.Open(PerSecond), TimeSpan.Zero, context.WarmUp, cancellationToken);
        var rest = await LoadClient.RunAsync(system.Address.Port, next, Pace.Open(PerSecond), TimeSpan.Zero, context.Duration, cancellationToken);

        var importing = ImportAsync(http, products, dearer: 1, cancellationToken);
        List<LoadResult> windows = [];
        while (!importing.IsCompleted)
        {
            windows.Add(await LoadClient.RunAsync(system.Address.Port, next, Pace.Open(PerSecond), TimeSpan.Zero, Window, cancellationToken));
        }

        var again = await importing;
        var longest = windows.Max(window => window.Latency.Milliseconds(1));
        var failed = windows.Sum(window => window.Failed);
        return new Measurement
        {
            Measure = Name,
            Value = longest,
            Unit = "ms",
            Yardstick = rest.Latency.Milliseconds(1),
            Latency = Median.By([.. windows.Select(window => window.Latency.Summarize())], latency => latency.P99),
            Goal = $"longest < {Goal} ms",
            Passed = longest < Goal && failed == 0,
            Note = $"{products.Length} products, imported in {first.TotalSeconds:0.0} s and again in {again.TotalSeconds:0.0} s; {windows.Sum(window => window.Completed)} searches meanwhile at {PerSecond}/s, {failed} failed; "
                + $"the longest of each second: {string.Join(' ', windows.Select(window => $"{window.Latency.Milliseconds(1):0}"))}; the yardstick is the longest without an import",
        };
    }

    /// <returns>Until it is done: the storefront's copy has it too.</returns>
    private static async Task<TimeSpan> ImportAsync(HttpClient http, SnapshotProduct[] products, decimal dearer, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var entry in products)
        {
            body.Write(JsonSerializer.SerializeToUtf8Bytes(entry.Product with { Price = entry.Product.Price + dearer }, DiscoveryJson.Default.Product));
            body.Write("\n"u8);
        }

        var began = Stopwatch.GetTimestamp();
        using var content = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var response = await http.PostAsync("/api/catalog/import", content, cancellationToken);
        response.EnsureSuccessStatusCode();
        var started = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        while (true)
        {
            var status = JsonNode.Parse(await http.GetStringAsync(started["status_url"]!.GetValue<string>(), cancellationToken))!;
            switch (status["state"]!.GetValue<string>())
            {
                case "done":
                    return Stopwatch.GetElapsedTime(began);
                case "failed":
                    throw new InvalidOperationException($"The import failed: {status}");
            }

            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"The import is not done: {status}");
            }

            await Task.Delay(200, cancellationToken);
        }
    }
}
