using System.Diagnostics;
using Personalization.Drills.Workflows;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Workflows;

/// <summary>10,000 workflows, purged when they have ended, must leave no more behind than 1,000; and 1,000 of them go on at once.</summary>
internal sealed class WorkflowVolumeMeasure : IMeasure
{
    private const double Goal = 1.1;
    private const int AtOnce = 100;
    private const int Few = 1_000;
    private const int Many = 10_000;

    public string Name => "workflows";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        await using var processes = new WorkflowProcesses();
        processes.Start();
        await processes.ReadyAsync();
        var drill = new VolumeDrill(processes, AtOnce);

        var few = await drill.RunAsync(Few / context.Scale, cancellationToken);
        LoadContext.Say(few.ToString());
        var began = Stopwatch.GetTimestamp();
        var many = await drill.RunAsync((Many - Few) / context.Scale, cancellationToken);
        var rate = (Many - Few) / context.Scale / Stopwatch.GetElapsedTime(began).TotalSeconds;
        LoadContext.Say(many.ToString());
        began = Stopwatch.GetTimestamp();
        await new VolumeDrill(processes, Few, "together").RunAsync(Few, cancellationToken);
        var together = Stopwatch.GetElapsedTime(began).TotalSeconds;

        double[] ratios = [(double)many.ResidentBytes / few.ResidentBytes, (double)many.FileBytes / few.FileBytes, (double)many.Workers / few.Workers];
        return new Measurement
        {
            Measure = Name,
            Value = Math.Round(ratios.Max(), 3),
            Unit = $"of what {few.Workflows} leave behind",
            Goal = $"<= {Goal}",
            Passed = ratios.Max() <= Goal && many.Rows == 0,
            Note = $"{few}; {many}; {rate:0} workflows/s, {AtOnce} at once; {Few} at once took {together:0.0} s",
        };
    }
}
