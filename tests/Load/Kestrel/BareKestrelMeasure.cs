using Personalization.Load.Client;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.Kestrel;

/// <summary>Bare Kestrel at 64 connections: whether this machine can measure at all.</summary>
internal sealed class BareKestrelMeasure : IMeasure
{
    /// <summary>Requests a second below which a run says nothing about us.</summary>
    public const double Least = 50_000;

    /// <summary>Connections of the measures at saturation.</summary>
    public const int Connections = 64;

    public string Name => "bare-kestrel";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var server = await ServerProcess.StartRoleAsync(BareKestrelRole.RoleName, LoadContext.FreePort(), cancellationToken);
        List<LoadResult> rounds = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            rounds.Add(await LoadClient.RunAsync(
                server.Port, Requests.Same(Requests.Get("/")), Pace.Closed(Connections), context.WarmUp, context.Duration, cancellationToken));
        }

        var median = Median.By(rounds, round => round.PerSecond);
        return new Measurement
        {
            Measure = Name,
            Value = median.PerSecond,
            Unit = "requests/s",
            Latency = median.Latency.Summarize(),
            Goal = $">= {Least:0}",
            Passed = median.PerSecond >= Least && rounds.TrueForAll(round => round.Failed == 0),
        };
    }
}
