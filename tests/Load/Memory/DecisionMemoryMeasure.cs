using System.Globalization;
using Personalization.Drills.Deciding;
using Personalization.Drills.Memory;
using Personalization.Drills.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Memory;

/// <summary>10,000,000 decisions and their rewards, kept for ten minutes each: memory and the file of decisions after all against those after the first two thirds.</summary>
internal sealed class DecisionMemoryMeasure : IMeasure
{
    private const int Decisions = 10_000_000;
    private const int AtOnce = 16;
    private const int Seed = 20_261_121;
    private const double MostGrowth = 1.1;

    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastRetention = TimeSpan.FromSeconds(10);

    public string Name => "memory-decisions";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var retention = Retention / context.Scale > LeastRetention ? Retention / context.Scale : LeastRetention;

        // A window has to be shorter than the retention, in every slot.
        await using var system = await RunningSystem.StartAsync(new Dictionary<string, string>
        {
            ["Decisions__Retention"] = retention.ToString("c", CultureInfo.InvariantCulture),
            ["Decisions__Default__Wait"] = "00:00:01",
        });
        using var stream = new DecisionStream([system.Address], "main", RunningSystem.QuickSlot, Seed, remembers: false);
        var third = Decisions / context.Scale / 3;

        // So late that, in a small run too, decisions expired and were removed: the file is as large as it becomes.
        await stream.PlayAsync(0, 2 * third, AtOnce);
        var first = Footprint.Of(system);
        LoadContext.Say($"{stream.Acknowledged} decisions: {first}");
        await stream.PlayAsync(2 * third, third, AtOnce);
        var all = Footprint.Of(system);
        LoadContext.Say($"{stream.Acknowledged} decisions: {all}");

        var (memory, file) = ((double)all.Resident["decisions"] / first.Resident["decisions"], (double)all.Files["decisions-state"] / first.Files["decisions-state"]);
        return new Measurement
        {
            Measure = Name,
            Value = Math.Max(memory, file),
            Unit = "x after two thirds",
            Goal = string.Create(CultureInfo.InvariantCulture, $"<= {MostGrowth}"),
            Passed = memory <= MostGrowth && file <= MostGrowth,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{stream.Acknowledged} decisions kept for {retention.TotalSeconds:0} s; decisions' memory {Mega(first.Resident["decisions"])} and {Mega(all.Resident["decisions"])} MB, its file {Mega(first.Files["decisions-state"])} and {Mega(all.Files["decisions-state"])} MB, "
                + $"all processes {Mega(first.Memory)} and {Mega(all.Memory)} MB"),
        };
    }

    private static long Mega(long bytes) => bytes >> 20;
}
