using Personalization.Load.Client;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Statistics;

namespace Personalization.Load.Invocation;

/// <summary>What the sidecar adds to a call's time when a thousand calls a second fall due.</summary>
internal sealed class InvocationLatencyMeasure : IMeasure
{
    private const double PerSecond = 1_000;
    private const double MostP50 = 0.3;
    private const double MostP99 = 1;

    public string Name => "invocation-latency";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var app = await InvocationApp.StartAsync(context, InvocationApp.H2c, cancellationToken);
        var (direct, through) = await Rounds.RunAsync(context, () => LoadAsync(app.Direct, "/"), () => LoadAsync(app.Sidecar.Port, InvocationApp.Path));

        var yardstick = Middle(direct);
        var latency = Middle(through);
        var addedP50 = latency.P50 - yardstick.P50;
        var addedP99 = latency.P99 - yardstick.P99;
        var failed = direct.Concat(through).Sum(round => round.Failed);
        return new Measurement
        {
            Measure = Name,
            Value = addedP99,
            Unit = "ms added, p99",
            Latency = latency,
            Goal = $"added p50 < {MostP50} ms, p99 < {MostP99} ms at {PerSecond}/s",
            Passed = addedP50 < MostP50 && addedP99 < MostP99 && failed == 0,
            Note = $"added p50 {addedP50:0.000} ms; direct p50 {yardstick.P50:0.000}, p99 {yardstick.P99:0.000}" + (failed > 0 ? $"; {failed} calls failed" : ""),
        };

        Task<LoadResult> LoadAsync(int port, string path) => LoadClient.RunAsync(
            port, Requests.Same(Requests.Get(path)), Pace.Open(PerSecond), context.WarmUp, context.Duration, cancellationToken);
    }

    private static LatencySummary Middle(IReadOnlyList<LoadResult> rounds) => Median.By([.. rounds.Select(round => round.Latency.Summarize())], latency => latency.P99);
}
