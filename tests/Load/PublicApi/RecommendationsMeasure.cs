using Personalization.Load.Client;
using Personalization.Load.Kestrel;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Shop;
using Personalization.Load.Statistics;

namespace Personalization.Load.PublicApi;

/// <summary>Recommendations of three slots for shoppers drawn uniformly from the shop's, each for the first time in 10 s.</summary>
/// <param name="cached">With the result cache, and a few shoppers who come again and again; else without it.</param>
internal sealed class RecommendationsMeasure(bool cached) : IMeasure
{
    private const double Least = 4_000;
    private const double MostP90 = 7;
    private const int Connections = 16;
    private const int Regulars = 2_000;

    /// <summary>A round may not need more shoppers than there are.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public string Name => cached ? "recommendations-cached" : "recommendations";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = await (cached ? context.Shops.OpenAsync(context, cancellationToken) : context.Shops.OpenAsync(context, cancellationToken, ("Recommendations__CacheFor", "00:00:00")));
        using var kestrel = await BareKestrel.StartAsync(cancellationToken);
        var voided = await kestrel.FindVoidAsync(cancellationToken);
        var requests = ShopRequests.Recommendations(shop.Data);
        var (shoppers, place) = (new FreshShoppers(0, requests.Length, seed: 1), 0);
        NextRequest next = cached ? _ => requests[place++ % Math.Min(Regulars, requests.Length)] : now => requests[shoppers.Next(now)];
        var duration = context.Duration < Longest ? context.Duration : Longest;
        var (meter, differ) = (shop.Meter(), await ListsDiffer.AsksAsync(shop, cancellationToken));

        // A process that was just started compiles while it first answers: that is no part of a round.
        await LoadClient.RunAsync(shop.Port, next, Pace.Closed(Connections), TimeSpan.Zero, context.WarmUp, cancellationToken);
        var (bare, ours) = await Rounds.RunAsync(
            context,
            () => kestrel.LoadAsync(Requests.Cycle(requests), Pace.Closed(Connections), WarmUp, duration, cancellationToken),
            async () =>
            {
                await shoppers.AllRestedAsync(cancellationToken);
                return await meter.OverAsync(() => LoadClient.RunAsync(shop.Port, next, Pace.Closed(Connections), WarmUp, duration, cancellationToken, Personalized.Is));
            });

        using var floor = await PageFloor.StartAsync(shop, ShopRequests.RecommendationsPath(shop.Data.ShopperList[0]), cancellationToken);
        List<LoadResult> least = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            least.Add(await floor.LoadAsync(Requests.Cycle(requests), Pace.Closed(Connections), WarmUp, duration, cancellationToken));
        }

        var (median, bottom) = (Median.By(ours, round => round.PerSecond), Median.By(least, round => round.PerSecond));
        var latency = median.Latency.Summarize();
        var (failed, share) = (ours.Sum(round => round.Failed), (double)ours.Sum(round => round.Right) / Math.Max(1, ours.Sum(round => round.Completed)));
        var valid = failed == 0 && share >= Personalized.LeastShare && differ && (cached || shoppers.Repeated == 0);
        return new Measurement
        {
            Measure = Name,
            Value = median.PerSecond,
            Unit = "requests/s",
            Yardstick = Median.By(bare, round => round.PerSecond).PerSecond,
            Latency = latency,
            Goal = cached ? "stated apart" : $">= {Least:0}/s at p90 < {MostP90} ms",
            Passed = voided is not null ? null : valid && (cached || (median.PerSecond >= Least && latency.P90 < MostP90)),
            Void = voided,
            Note = $"{share:P1} personalized and not degraded; {Connections} connections; CPU a call {meter.MicrosecondsACall:0} us, bare Kestrel's {kestrel.Meter.MicrosecondsACall:0}; "
                + $"the floor {bottom.PerSecond:0}/s, {bottom.PerSecond / median.PerSecond:0.0} x ours, p90 {bottom.Latency.Summarize().P90:0.0} ms, {floor.Meter.MicrosecondsACall:0} us a call"
                + (differ ? "" : "; the lists of different shoppers are alike") + (failed > 0 ? $"; {failed} calls failed" : "") + (!cached && shoppers.Repeated > 0 ? $"; {shoppers.Repeated} drawn again within 10 s" : ""),
        };
    }
}
