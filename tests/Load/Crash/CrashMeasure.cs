using Personalization.Drills.Crash;
using Personalization.Drills.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Crash;

/// <summary>20 `kill -9`s over 20,000 events of 500 shoppers: what was answered durable is learned once and stored once, decisions and rewards too.</summary>
internal sealed class CrashMeasure : IMeasure
{
    public string Name => "crash";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        await using var system = await RunningSystem.StartAsync();
        var full = new CrashOptions();
        using var drill = new CrashDrill(system, full with
        {
            Events = full.Events / context.Scale,
            Decisions = full.Decisions / context.Scale,
            Shoppers = full.Shoppers / context.Scale,
            Kills = Math.Max(full.Processes.Count, full.Kills / context.Scale),
        });

        var report = await drill.RunAsync();

        LoadContext.Say(report.ToString());
        var recovered = report.Kills.Select(kill => kill.Recovered?.TotalSeconds ?? double.NaN).Where(double.IsFinite).Order().ToList();
        return new Measurement
        {
            Measure = Name,
            Value = report.Faults.Count,
            Unit = "promises broken",
            Goal = "0",
            Passed = report.Faults.Count == 0,
            Note = $"{report.Durable} durable events, {report.Decisions} decisions, {report.Rewards} rewards, {report.Kills.Count} kills, {report.Kills.Count(kill => kill.InFlight >= 10)} with 10 or more in flight, "
                + $"{report.Kills.Count(kill => kill.AfterDurable.TotalMilliseconds <= 50)} within 50 ms of a durable answer, {report.Struck} events struck, "
                + $"durable again after {recovered[recovered.Count / 2]:0.0} s (median), {recovered[^1]:0.0} s at most",
        };
    }
}
