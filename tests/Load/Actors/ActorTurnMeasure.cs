using Personalization.Load.Client;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Statistics;

namespace Personalization.Load.Actors;

/// <summary>The time of an actor's turn with its state saved, when 500 a second fall due.</summary>
/// <param name="onRedis">In `state.redis`; else in `state.sqlite`.</param>
internal sealed class ActorTurnMeasure(bool onRedis) : IMeasure
{
    private const double PerSecond = 500;
    private const double MostP99 = 5;

    public string Name => onRedis ? "actor-turn-redis" : "actor-turn";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var system = await ActorSystem.StartAsync(context, onRedis, cancellationToken);
        List<LoadResult> rounds = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            rounds.Add(await system.TurnsAsync(Pace.Open(PerSecond), context.WarmUp, context.Duration, cancellationToken));
        }

        var latency = Median.By([.. rounds.Select(round => round.Latency.Summarize())], one => one.P99);
        var failed = rounds.Sum(round => round.Failed);
        return new Measurement
        {
            Measure = Name,
            Value = latency.P99,
            Unit = "ms, p99",
            Latency = latency,
            Goal = $"p99 < {MostP99} ms at {PerSecond}/s",
            Passed = latency.P99 < MostP99 && failed == 0,
            Note = failed > 0 ? $"{failed} calls failed" : null,
        };
    }
}
