using Personalization.Drills.Workflows;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Workflows;

/// <summary>A workflow that uses every feature, sidecar and app killed together after each of its steps.</summary>
internal sealed class WorkflowKillMeasure : IMeasure
{
    private const int Rounds = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    public string Name => "workflows-killed";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var report = await new KillDrill(Rounds, every: context.Scale, Limit).RunAsync(cancellationToken);
        LoadContext.Say(report.ToString());
        return new Measurement
        {
            Measure = Name,
            Value = report.Faults.Count,
            Unit = "promises broken",
            Goal = "0",
            Passed = report.Faults.Count == 0,
            Note = report.ToString(),
        };
    }
}
