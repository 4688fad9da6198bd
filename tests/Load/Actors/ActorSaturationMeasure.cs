using Personalization.Load.Client;
using Personalization.Load.Kestrel;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.Actors;

/// <summary>Turns a second, each with its state on disk, that 64 callers get out of the actors of one service.</summary>
internal sealed class ActorSaturationMeasure : IMeasure
{
    private const double Least = 4_000;

    public string Name => "actor-saturation";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var kestrel = await ServerProcess.StartRoleAsync(BareKestrelRole.RoleName, LoadContext.FreePort(), cancellationToken);
        using var system = await ActorSystem.StartAsync(context, onRedis: false, cancellationToken);
        var (bare, turns) = await Rounds.RunAsync(
            context,
            () => LoadClient.RunAsync(
                kestrel.Port, Requests.Same(Requests.Get("/")), Pace.Closed(BareKestrelMeasure.Connections), context.WarmUp, context.Duration, cancellationToken),
            () => system.TurnsAsync(Pace.Closed(BareKestrelMeasure.Connections), context.WarmUp, context.Duration, cancellationToken));

        var yardstick = Median.By(bare, round => round.PerSecond).PerSecond;
        var median = Median.By(turns, round => round.PerSecond);
        var failed = turns.Sum(round => round.Failed);
        return new Measurement
        {
            Measure = Name,
            Value = median.PerSecond,
            Unit = "turns/s",
            Yardstick = yardstick,
            Latency = median.Latency.Summarize(),
            Goal = $">= {Least:0}/s",
            Passed = yardstick < BareKestrelMeasure.Least ? null : median.PerSecond >= Least && failed == 0,
            Void = yardstick < BareKestrelMeasure.Least ? $"bare Kestrel below {BareKestrelMeasure.Least:0}/s" : null,
            Note = failed > 0 ? $"{failed} calls failed" : null,
        };
    }
}
