using System.Diagnostics;
using Personalization.Drills.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.PublicApi;

/// <summary>From the command until the built system says that a personalized search works, with an empty data folder; and what it then holds.</summary>
internal sealed class StartMeasure : IMeasure
{
    private const double MostSeconds = 10;
    private const long MostBytes = 1_000_000_000;

    private static readonly string[] Processes = ["storefront", "profiles", "discovery", "decisions", "analytics", "sidecar"];

    public string Name => "start";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        List<(double Seconds, long Bytes, double Processor)> rounds = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var system = await RunningSystem.StartAsync("--no-demo");
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var ids = Processes.Select(system.ProcessId).ToList();
            rounds.Add((seconds, ids.Sum(Resident), ids.Sum(id => ThreadTime.OfProcess(id).TotalSeconds)));
        }

        var middle = Median.By(rounds, round => round.Seconds);
        return new Measurement
        {
            Measure = Name,
            Value = middle.Seconds,
            Unit = "s until ready",
            Goal = $"< {MostSeconds} s; < 1 GB resident",
            Passed = middle.Seconds < MostSeconds && middle.Bytes < MostBytes,
            Note = $"{middle.Bytes / 1e6:0} MB resident in {Processes.Length} processes; {middle.Processor:0.0} s of CPU",
        };
    }

    private static long Resident(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }
}
