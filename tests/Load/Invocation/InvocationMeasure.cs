using Personalization.Load.Client;
using Personalization.Load.Kestrel;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.Invocation;

/// <summary>How much of an app's throughput is left when it is called through the sidecar, at 64 connections.</summary>
/// <param name="protocol">How the sidecar speaks to the app: <c>h2c</c>, as to our services, or <c>http</c>, as to any other.</param>
internal sealed class InvocationMeasure(string protocol) : IMeasure
{
    private const double Goal = 0.60;

    public string Name => protocol == InvocationApp.H2c ? "invocation" : "invocation-http1";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var app = await InvocationApp.StartAsync(context, protocol, cancellationToken);
        using var floor = await app.StartFloorAsync(cancellationToken);
        var (ours, least) = (new ProcessorMeter(app.Sidecar), new ProcessorMeter(floor));
        var (direct, through) = await Rounds.RunAsync(
            context, () => LoadAsync(app.Direct, "/"), () => ours.OverAsync(() => LoadAsync(app.Sidecar.Port, InvocationApp.Path)));

        List<LoadResult> relayed = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            relayed.Add(await least.OverAsync(() => LoadAsync(floor.Port, "/")));
        }

        var relay = Median.By(relayed, round => round.PerSecond).PerSecond;
        var yardstick = Median.By(direct, round => round.PerSecond).PerSecond;
        var median = Median.By(through, round => round.PerSecond);
        var failed = direct.Concat(through).Sum(round => round.Failed);
        return new Measurement
        {
            Measure = Name,
            Value = median.PerSecond,
            Unit = "requests/s",
            Yardstick = yardstick,
            Latency = median.Latency.Summarize(),
            Goal = $"ratio >= {Goal:0.00}",
            Passed = yardstick < BareKestrelMeasure.Least ? null : median.PerSecond >= Goal * yardstick && failed == 0,
            Void = yardstick < BareKestrelMeasure.Least ? $"bare Kestrel below {BareKestrelMeasure.Least:0}/s" : null,
            Note = $"floor {relay:0}/s, {relay / median.PerSecond:0.00} x ours; CPU a call {ours.MicrosecondsACall:0.0} us, the floor's {least.MicrosecondsACall:0.0}"
                + (failed > 0 ? $"; {failed} calls failed" : ""),
        };

        Task<LoadResult> LoadAsync(int port, string path) => LoadClient.RunAsync(
            port, Requests.Same(Requests.Get(path)), Pace.Closed(BareKestrelMeasure.Connections), context.WarmUp, context.Duration, cancellationToken);
    }
}
