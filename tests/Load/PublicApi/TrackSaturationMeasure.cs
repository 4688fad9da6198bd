using System.Globalization;
using Personalization.Load.Client;
using Personalization.Load.Kestrel;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Shop;
using Personalization.Load.Statistics;

namespace Personalization.Load.PublicApi;

/// <summary>Events acknowledged durable a second at 64 connections, each of another shopper, and what they cost.</summary>
internal sealed class TrackSaturationMeasure : IMeasure
{
    private const double Least = 3_000;
    private const double MostMicroseconds = 100;

    /// <summary>Kestrel takes the call at the storefront, at its sidecar, at profiles, and at profiles' sidecar for the state and for the event.</summary>
    private const int KestrelCalls = 5;

    private static readonly TimeSpan Rehearsal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    public string Name => "track-saturation";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var shop = await context.Shops.OpenAsync(context, cancellationToken);
        using var kestrel = await BareKestrel.StartAsync(cancellationToken);
        var voided = await kestrel.FindVoidAsync(cancellationToken);
        var requests = ShopRequests.Events(shop.Data);
        var rehearsed = requests.Length / 4;
        var (rehearsing, shoppers) = (new FreshShoppers(0, rehearsed, seed: 4), new FreshShoppers(rehearsed, requests.Length - rehearsed, seed: 3));
        var (floorBack, floorFront) = (LoadContext.FreePort(), LoadContext.FreePort());
        using var back = await ServerProcess.StartRoleAsync(TrackFloorRole.RoleName, floorBack, cancellationToken, TrackFloorRole.FolderOption, context.Folder);
        using var front = await ServerProcess.StartRoleAsync(TrackFloorRole.RoleName, floorFront, cancellationToken, TrackFloorRole.ToOption, floorBack.ToString(CultureInfo.InvariantCulture));
        var floor = new ProcessorMeter([back.Id, front.Id]);
        List<LoadResult> least = [];
        var duration = context.Duration < Longest ? context.Duration : Longest;
        var (all, sqlite) = (shop.Meter(), shop.SqliteMeter());
        var each = shop.Processes.ToDictionary(process => process.Key, process => new ProcessorMeter([process.Value]));

        // Warm processes: the compiler's second look at what runs often is over. On shoppers who are not measured, so that the measured ones come for the first time.
        await LoadClient.RunAsync(shop.Port, now => requests[rehearsing.Next(now)], Pace.Closed(BareKestrelMeasure.Connections), TimeSpan.Zero, Rehearsal, cancellationToken);
        await LoadClient.RunAsync(floorFront, Requests.Cycle(requests), Pace.Closed(BareKestrelMeasure.Connections), TimeSpan.Zero, WarmUp, cancellationToken);
        var (bare, ours) = await Rounds.RunAsync(
            context,
            () => kestrel.LoadAsync(Requests.Cycle(requests), Pace.Closed(BareKestrelMeasure.Connections), WarmUp, duration, cancellationToken),
            async () =>
            {
                least.Add(await floor.OverAsync(() => LoadClient.RunAsync(floorFront, Requests.Cycle(requests), Pace.Closed(BareKestrelMeasure.Connections), WarmUp, duration, cancellationToken)));
                await shoppers.AllRestedAsync(cancellationToken);
                return await each.Values.Append(sqlite).Append(all).Aggregate<ProcessorMeter, Func<Task<LoadResult>>>(RoundAsync, (inner, meter) => () => meter.OverAsync(inner))();
            });

        var median = Median.By(ours, round => round.PerSecond);
        var own = all.MicrosecondsACall - sqlite.MicrosecondsACall - (KestrelCalls * kestrel.Meter.MicrosecondsACall);
        var atLeast = Median.By(least, round => round.PerSecond).PerSecond;
        var failed = ours.Sum(round => round.Failed);
        var durable = ours.Sum(round => round.Right) == ours.Sum(round => round.Completed);
        return new Measurement
        {
            Measure = Name,
            Value = median.PerSecond,
            Unit = "events/s",
            Yardstick = Median.By(bare, round => round.PerSecond).PerSecond,
            Latency = median.Latency.Summarize(),
            Goal = $">= {Least:0}/s durable; own CPU <= {MostMicroseconds} us an event",
            Passed = voided is not null ? null : median.PerSecond >= Least && own <= MostMicroseconds && durable && failed == 0 && shoppers.Repeated == 0,
            Void = voided,
            Note = $"CPU an event {all.MicrosecondsACall:0} us: own {own:0}, SQLite's threads {sqlite.MicrosecondsACall:0}, {KestrelCalls} calls of bare Kestrel {KestrelCalls * kestrel.Meter.MicrosecondsACall:0}; "
                + $"floor {atLeast:0}/s, {atLeast / median.PerSecond:0.00} x ours, at {floor.MicrosecondsACall:0} us an event, {all.MicrosecondsACall / floor.MicrosecondsACall:0.0} x less; "
                + string.Join(", ", each.Select(meter => $"{meter.Key} {meter.Value.MicrosecondsACall:0}"))
                + (durable ? "" : "; not all durable") + (failed > 0 ? $"; {failed} calls failed" : "") + (shoppers.Repeated > 0 ? $"; {shoppers.Repeated} drawn again within 10 s" : ""),
        };

        Task<LoadResult> RoundAsync() => LoadClient.RunAsync(
            shop.Port, now => requests[shoppers.Next(now)], Pace.Closed(BareKestrelMeasure.Connections), WarmUp, duration, cancellationToken, IsDurable);
    }

    private static bool IsDurable(ReadOnlySpan<byte> answer) => answer.IndexOf("\"durable\":true"u8) >= 0;
}
