using Personalization.Drills.Away;
using Personalization.Drills.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Away;

/// <summary>One part away for 30 s under 200 requests/s of 2,000 shoppers, then healed: the answers are those the table names, and in time.</summary>
internal sealed class AwayMeasure(AwayRow row) : IMeasure
{
    public string Name => $"away-{row.Name}";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        await using var system = await RunningSystem.StartAsync();
        var full = new AwayOptions();

        var report = await new AwayDrill(system, full with { Away = full.Away / context.Scale, Shoppers = full.Shoppers / context.Scale }).RunAsync(row);

        LoadContext.Say(report.ToString());
        return new Measurement
        {
            Measure = Name,
            Value = report.SlowShare,
            Unit = "share above 300 ms",
            Goal = "<= 0.01, answers as the table has them",
            Passed = report.Faults.Count == 0,
            Note = report.ToString().ReplaceLineEndings(" "),
        };
    }
}
