using Personalization.Drills.Deciding;
using Personalization.Drills.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Crash;

/// <summary>20 `kill -9`s of two replicas of decisions, at random, during 20,000 decisions and their rewards: the model equals the one learned from the log, to 1e-9.</summary>
internal sealed class DecisionCrashMeasure : IMeasure
{
    private const int Decisions = 20_000;
    private const int Kills = 20;
    private const int FewestKills = 4;
    private const int Seed = 20_261_121;

    public string Name => "crash-decisions";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        await using var system = await RunningSystem.StartAsync("--replicas", "decisions=2");

        var report = await new DecisionDrill(system, [system.Address]).RunAsync(Decisions / context.Scale, Math.Max(FewestKills, Kills / context.Scale), Seed);
        LoadContext.Say(report.ToString());

        // The other kind of model, which depends on the order.
        var crossed = await new DecisionDrill(system, [system.Address], RunningSystem.CrossedSlot, RunningSystem.CrossedSlot).RunAsync(Decisions / 4 / context.Scale, FewestKills, Seed);
        LoadContext.Say(crossed.ToString());
        return new Measurement
        {
            Measure = Name,
            Value = report.Faults.Count + crossed.Faults.Count,
            Unit = "promises broken",
            Goal = "0",
            Passed = report.Faults.Count + crossed.Faults.Count == 0,
            Note = $"{report.Decisions} decisions, {report.Rewards} rewards, {report.Kills} kills, {report.Resent} calls sent again, {report.Took.TotalSeconds:0} s; {crossed.Decisions} and {crossed.Rewards} of a diagonal model, {crossed.Kills} kills",
        };
    }
}
