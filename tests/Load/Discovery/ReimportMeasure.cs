using System.Diagnostics;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Statistics;

namespace Personalization.Load.Discovery;

/// <summary>Searches go on while the index of a catalogue of 100,000 is built anew and put in force: the longest of them is how long the shop stands still.</summary>
internal sealed class ReimportMeasure : IMeasure
{
    private const int Products = 100_000, Builds = 3, PerSecond = 200;
    private const double Goal = 50;

    public string Name => "discovery-reimport";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = new SyntheticShop(Products);
        SnapshotProduct[] all = [.. shop.Products()];
        var shopper = shop.Shopper();
        string[] queries = [.. Enumerable.Range(0, 500).Select(_ => shop.Query())];
        var live = Build(all, cancellationToken);
        foreach (var query in queries)
        {
            Search(live, query, shopper);
        }

        using var built = new CancellationTokenSource();
        var building = Task.Factory.StartNew(
            () =>
            {
                for (var build = 0; build < Builds; build++)
                {
                    Volatile.Write(ref live, Build(all, cancellationToken));
                }

                built.Cancel();
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var sample = new LatencySample();
        var collections = GC.CollectionCount(2);
        var paused = GC.GetTotalPauseDuration();
        for (var search = 0; !built.IsCancellationRequested; search++)
        {
            var started = Stopwatch.GetTimestamp();
            Search(Volatile.Read(ref live), queries[search % queries.Length], shopper);
            sample.Add(Stopwatch.GetTimestamp() - started);
            await Task.Delay(1000 / PerSecond, cancellationToken);
        }

        await building;
        var longest = sample.Milliseconds(1);
        return new Measurement
        {
            Measure = Name,
            Value = longest,
            Unit = "ms",
            Latency = sample.Summarize(),
            Goal = $"longest < {Goal} ms",
            Passed = longest < Goal,
            Note = $"{sample.Count} searches during {Builds} builds; {GC.CollectionCount(2) - collections} full collections, {(GC.GetTotalPauseDuration() - paused).TotalMilliseconds:0} ms paused in all",
        };
    }

    private static PersonalRanker Build(SnapshotProduct[] all, CancellationToken cancellationToken) =>
        new(StandardCatalogue.Build("main", "1", all, cancellationToken), new RankingOptions());

    private static void Search(PersonalRanker ranker, string query, Profiles.Contracts.ShopperContext shopper) =>
        ranker.Search(new SearchRequest { StoreId = "main", Query = query }, shopper, TimeProvider.System.GetUtcNow());
}
