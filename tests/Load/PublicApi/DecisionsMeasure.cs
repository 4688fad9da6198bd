using Personalization.Load.Client;
using Personalization.Load.Kestrel;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Shop;
using Personalization.Load.Statistics;

namespace Personalization.Load.PublicApi;

/// <summary>Decisions among 20 items of 32 features each, for another shopper with every call, logged as always.</summary>
/// <param name="slots">Of each call.</param>
internal sealed class DecisionsMeasure(int slots) : IMeasure
{
    public const int Many = 8;

    private const double Least = 10_000;
    private const double MostP99 = 50;
    private const double LeastRatio = 0.40;
    private const int Connections = 16;

    public string Name => slots == 1 ? "decisions-single" : "decisions";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = await context.Shops.OpenAsync(context, cancellationToken);
        using var kestrel = await BareKestrel.StartAsync(cancellationToken);
        var voided = await kestrel.FindVoidAsync(cancellationToken);
        var requests = new DecisionRequests(slots, seed: 7);
        var pace = Pace.Closed(slots == 1 ? BareKestrelMeasure.Connections : Connections);
        var meter = shop.Meter();
        await LoadClient.RunAsync(shop.Port, _ => requests.Next(), pace, TimeSpan.Zero, context.WarmUp, cancellationToken);
        var (bare, ours) = await Rounds.RunAsync(
            context,
            () => kestrel.LoadAsync(_ => requests.Next(), pace, context.WarmUp, context.Duration, cancellationToken),
            () => meter.OverAsync(() => LoadClient.RunAsync(shop.Port, _ => requests.Next(), pace, context.WarmUp, context.Duration, cancellationToken, IsDecided)));

        using var floor = await DecisionFloor.StartAsync(cancellationToken);
        List<LoadResult> least = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            least.Add(await floor.LoadAsync(_ => requests.Next(), pace, context.WarmUp, context.Duration, cancellationToken));
        }

        var median = Median.By(ours, round => round.PerSecond);
        var (rate, latency, yardstick) = (median.PerSecond * slots, median.Latency.Summarize(), Median.By(bare, round => round.PerSecond).PerSecond * slots);
        var floorRate = Median.By(least, round => round.PerSecond).PerSecond * slots;
        var (failed, undecided) = (ours.Sum(round => round.Failed), ours.Sum(round => round.Completed - round.Right));
        var reached = slots == 1 ? rate >= LeastRatio * yardstick : rate >= Least && latency.P99 < MostP99;
        return new Measurement
        {
            Measure = Name,
            Value = rate,
            Unit = "decisions/s",
            Yardstick = yardstick,
            Latency = latency,
            Goal = slots == 1 ? $"ratio >= {LeastRatio:0.00}" : $">= {Least:0}/s at p99 < {MostP99} ms",
            Passed = voided is not null ? null : reached && failed == 0 && undecided == 0,
            Void = voided,
            Note = $"{slots} slots a call, bodies of {requests.Bytes / 1024} KB; CPU a call {meter.MicrosecondsACall:0} us, bare Kestrel's {kestrel.Meter.MicrosecondsACall:0}, the floor's {floor.MicrosecondsACall:0}; floor {floorRate:0}/s, {floorRate / rate:0.00} x ours"
                + (failed > 0 ? $"; {failed} calls failed" : "") + (undecided > 0 ? $"; {undecided} answers without a decision" : ""),
        };
    }

    /// <summary>An id of a decision, and no default in its place.</summary>
    private static bool IsDecided(ReadOnlySpan<byte> answer) => answer.IndexOf("\"decision_id\":\""u8) >= 0 && answer.IndexOf("\"degraded\":true"u8) < 0;
}
