using System.Diagnostics;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Statistics;
using Personalization.Search.Query;

namespace Personalization.Load.Discovery;

/// <summary>Putting 100 hits of a search into a shopper's order, in process: what personalization adds to a search that was answered anyway.</summary>
internal sealed class RerankMeasure : IMeasure
{
    private const int Products = 20_000, Hits = 100, Shoppers = 50, Calls = 20_000;
    private const double MedianGoal = 2, TailGoal = 7;

    public string Name => "discovery-rerank";

    public Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = new SyntheticShop(Products);
        var catalogue = StandardCatalogue.Build("main", "1", shop.Products(), cancellationToken);
        var ranker = new PersonalRanker(catalogue, new RankingOptions());
        var shoppers = Enumerable.Range(0, Shoppers).Select(_ => shop.Shopper()).ToList();
        var asked = Enumerable.Range(0, Shoppers).Select(_ => shop.Query())
            .Select(query => (Query: query, Found: catalogue.Index.Search(new SearchQuery { Text = query, Take = Hits })))
            .Where(search => search.Found.Hits.Count == Hits)
            .Select(search => (Request: new SearchRequest { StoreId = "main", Query = search.Query }, search.Found))
            .ToList();
        var sample = new LatencySample();
        var now = TimeProvider.System.GetUtcNow();
        for (var call = -Calls / 4; call < Calls; call++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (request, found) = asked[(call & int.MaxValue) % asked.Count];
            var started = Stopwatch.GetTimestamp();
            ranker.Rank(found, request, shoppers[(call & int.MaxValue) % Shoppers], now);
            if (call >= 0)
            {
                sample.Add(Stopwatch.GetTimestamp() - started);
            }
        }

        var latency = sample.Summarize();
        return Task.FromResult(new Measurement
        {
            Measure = Name,
            Value = latency.P50,
            Unit = "ms",
            Latency = latency,
            Goal = $"p50 < {MedianGoal} ms, p99 < {TailGoal} ms",
            Passed = latency.P50 < MedianGoal && latency.P99 < TailGoal,
            Note = $"{asked.Count} queries, {Shoppers} shoppers",
        });
    }
}
