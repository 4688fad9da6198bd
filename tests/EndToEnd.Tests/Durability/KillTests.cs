using Personalization.Drills.Crash;

namespace Personalization.EndToEnd.Tests.Durability;

/// <summary>`kill -9` of each process once while shoppers do everything there is; the full size is `tests/Load -- crash`.</summary>
[Trait("req", "R1.3")]
[Trait("req", "R1.5")]
[Trait("req", "R2.7")]
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Stream_EachProcessKilledOnce_EveryDurableEventIsLearnedAndStoredOnce()
    {
        await using var system = await RunningSystem.StartAsync();
        await DrillAsync(system);
    }

    [Fact]
    [Trait("req", "R10.3")]
    public async Task Stream_OnRedis_EachProcessKilledOnce_EveryDurableEventIsLearnedAndStoredOnce()
    {
        using var environment = new RedisEnvironment();
        await using var system = await RunningSystem.StartAsync(environment.Options);
        await DrillAsync(system);
    }

    private async Task DrillAsync(RunningSystem system)
    {
        using var drill = new CrashDrill(system, new CrashOptions { Events = 900, Decisions = 200, Shoppers = 40, Kills = 6, AtATime = 20 });

        var report = await drill.RunAsync();

        output.WriteLine(report.ToString());
        report.Faults.Count.ShouldBe(0, report.ToString());
        report.Kills.Select(kill => kill.Process).Distinct().Count().ShouldBe(6);
        report.Struck.ShouldBeGreaterThan(20);
    }
}
