using System.Net;
using System.Net.Http.Json;
using Personalization.Load.Client;
using Personalization.Load.Kestrel;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Shop;
using Personalization.Load.Statistics;

namespace Personalization.Load.PublicApi;

/// <summary>Personalized search beside the same search of shoppers who switched personalization off, at the same pace in the same minute.</summary>
internal sealed class SearchMeasure : IMeasure
{
    private const double PerSecond = 300;

    /// <summary>A switch that was refused for the moment is sent again, as a page would.</summary>
    private const int Attempts = 10;
    private const double MostMicroseconds = 250;
    private const double MostP50 = 5;
    private const double MostP99 = 50;

    /// <summary>Of the shop's shoppers one in so many switches off for the measure.</summary>
    private const int OffEvery = 2;

    public string Name => "search";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = await context.Shops.OpenAsync(context, cancellationToken);
        using var kestrel = await BareKestrel.StartAsync(cancellationToken);
        var voided = await kestrel.FindVoidAsync(cancellationToken);
        var requests = ShopRequests.Searches(shop.Data);
        var off = requests.Length / OffEvery;
        await SwitchAsync(shop, off, enabled: false, cancellationToken);
        var (standard, personal) = (new FreshShoppers(0, off, seed: 1), new FreshShoppers(off, requests.Length - off, seed: 2));
        var (plain, ours) = (shop.Meter(), shop.Meter());
        var (without, with) = await Rounds.RunAsync(context, () => LoadAsync(standard, plain, null), () => LoadAsync(personal, ours, Personalized.Is));
        await SwitchAsync(shop, off, enabled: true, cancellationToken);

        var (yardstick, latency) = (Middle(without), Middle(with));
        var (added, addedP50) = (ours.MicrosecondsACall - plain.MicrosecondsACall, latency.P50 - yardstick.P50);
        var share = (double)with.Sum(round => round.Right) / Math.Max(1, with.Sum(round => round.Completed));
        var (failed, repeated) = (with.Concat(without).Sum(round => round.Failed), standard.Repeated + personal.Repeated);
        return new Measurement
        {
            Measure = Name,
            Value = added,
            Unit = "us CPU added",
            Latency = latency,
            Goal = $"adds <= {MostMicroseconds} us CPU and <= {MostP50} ms p50; p99 < {MostP99} ms",
            Passed = voided is not null ? null
                : added <= MostMicroseconds && addedP50 <= MostP50 && latency.P99 < MostP99 && failed == 0 && repeated == 0 && share >= Personalized.LeastShare,
            Void = voided,
            Note = $"adds {addedP50:0.00} ms p50; CPU a call {ours.MicrosecondsACall:0} us, switched off {plain.MicrosecondsACall:0}; p99 switched off {yardstick.P99:0.0} ms; at {PerSecond}/s; {share:P1} personalized and not degraded"
                + (failed > 0 ? $"; {failed} calls failed" : "") + (repeated > 0 ? $"; {repeated} drawn again within 10 s" : ""),
        };

        async Task<LoadResult> LoadAsync(FreshShoppers shoppers, ProcessorMeter meter, AnswerCheck? check)
        {
            await shoppers.AllRestedAsync(cancellationToken);
            return await meter.OverAsync(() => LoadClient.RunAsync(
                shop.Port, now => requests[shoppers.Next(now)], Pace.Open(PerSecond), context.WarmUp, context.Duration, cancellationToken, check));
        }
    }

    private static LatencySummary Middle(IReadOnlyList<LoadResult> rounds) => Median.By([.. rounds.Select(round => round.Latency.Summarize())], latency => latency.P50);

    private static async Task SwitchAsync(ShopSystem shop, int first, bool enabled, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{shop.Port}") };
        await Parallel.ForEachAsync(
            shop.Data.ShopperList.Take(first),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (shopper, token) =>
            {
                for (var attempt = 1; ; attempt++)
                {
                    using var answer = await http.PutAsJsonAsync($"/api/users/{Uri.EscapeDataString(shopper.Id)}/personalization", new { enabled }, token);
                    if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == Attempts)
                    {
                        answer.EnsureSuccessStatusCode();
                        return;
                    }

                    await Task.Delay(TimeSpan.FromSeconds(1), token);
                }
            });
    }
}
