using System.Globalization;
using Personalization.Drills.Memory;
using Personalization.Drills.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Memory;

/// <summary>1,000,000 events over 100,000 shoppers: memory after all against memory after the first 200,000 of the same shoppers.</summary>
internal sealed class MemoryMeasure : IMeasure
{
    private const double MostGrowth = 1.1;
    private const int LeastActive = 20_000;

    private static readonly TimeSpan LeastIdle = TimeSpan.FromSeconds(15);

    public string Name => "memory";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var full = new MemoryOptions();
        var options = full with
        {
            Shoppers = full.Shoppers / context.Scale,
            Repeats = full.Repeats / context.Scale,
            Sample = Math.Max(50, full.Sample / context.Scale),
            Idle = Longest(full.Idle / context.Scale, LeastIdle),
            ActorIdle = Longest(full.ActorIdle / context.Scale, LeastIdle),
        };
        await using var system = await RunningSystem.StartAsync(MemoryDrill.Environment(options));

        var report = await new MemoryDrill(system, options, LoadContext.Say).RunAsync();

        LoadContext.Say(report.ToString());
        return new Measurement
        {
            Measure = Name,
            Value = report.Growth,
            Unit = "x the memory after the first fifth",
            Goal = string.Create(CultureInfo.InvariantCulture, $"<= {MostGrowth}, >= {LeastActive / context.Scale} actors active, all read back"),
            Passed = report.Faults.Count == 0 && report.Growth <= MostGrowth && report.MostActive >= LeastActive / context.Scale,
            Note = report.ToString().ReplaceLineEndings(" "),
        };
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
