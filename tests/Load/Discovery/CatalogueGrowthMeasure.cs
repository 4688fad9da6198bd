using System.Diagnostics;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Statistics;

namespace Personalization.Load.Discovery;

/// <summary>How the time to build an index, its memory and a personal search grow when the catalogue is ten and a hundred times as large.</summary>
internal sealed class CatalogueGrowthMeasure : IMeasure
{
    private const int Smallest = 1_000, Searches = 2_000;

    /// <summary>Of a search over a catalogue a hundred times as large.</summary>
    private const double Goal = 100;

    public string Name => "discovery-growth";

    public Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        List<(int Products, double Build, double Megabytes, LatencySummary Search)> sizes = [];
        Run(Smallest, cancellationToken);
        foreach (var times in (int[])[1, 10, 100])
        {
            sizes.Add(Run(Smallest * times, cancellationToken));
        }

        return Task.FromResult(new Measurement
        {
            Measure = Name,
            Value = sizes[^1].Search.P50,
            Unit = "ms",
            Yardstick = sizes[0].Search.P50,
            Latency = sizes[^1].Search,
            Goal = $"ratio < {Goal}",
            Passed = sizes[^1].Search.P50 / sizes[0].Search.P50 < Goal,
            Note = string.Join("; ", sizes.Select(size =>
                $"{size.Products} products: built in {size.Build:0} ms, {size.Megabytes:0.0} MB, search p50 {size.Search.P50:0.000} p99 {size.Search.P99:0.00} ms")),
        });
    }

    private static (int Products, double Build, double Megabytes, LatencySummary Search) Run(int products, CancellationToken cancellationToken)
    {
        var shop = new SyntheticShop(products);
        SnapshotProduct[] all = [.. shop.Products()];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var ranker = new PersonalRanker(StandardCatalogue.Build("main", "1", all, cancellationToken), new RankingOptions());
        var build = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        var shopper = shop.Shopper();
        var now = TimeProvider.System.GetUtcNow();
        var sample = new LatencySample();
        for (var search = -Searches / 4; search < Searches; search++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var request = new SearchRequest { StoreId = "main", Query = shop.Query() };
            started = Stopwatch.GetTimestamp();
            ranker.Search(request, shopper, now);
            if (search >= 0)
            {
                sample.Add(Stopwatch.GetTimestamp() - started);
            }
        }

        return (products, build, megabytes, sample.Summarize());
    }
}
