using Personalization.Drills.Memory;

namespace Personalization.EndToEnd.Tests.Durability;

/// <summary>
/// Shoppers who come again and again: actors go when nobody calls them, repeats make no file grow, and who is read back is what a replay makes of its
/// events. The full size, where memory is compared too, is `tests/Load -- memory`.
/// </summary>
[Trait("req", "R10.6")]
public sealed class MemoryTests(ITestOutputHelper output)
{
    /// <summary>A runtime that has just begun still compiles and sizes its heap: this shows only what grows without end.</summary>
    private const double MostGrowth = 1.6;

    private static readonly MemoryOptions Small = new()
    {
        Shoppers = 300,
        Repeats = 300,
        Sample = 20,
        ShoppersABatch = 30,
        Idle = TimeSpan.FromSeconds(1),
        ActorIdle = TimeSpan.FromSeconds(5),
        Patience = TimeSpan.FromMinutes(3),
    };

    [Fact]
    public async Task Shoppers_ComingAgain_LeaveNeitherActorsNorFilesNorMemoryBehind()
    {
        await using var system = await RunningSystem.StartAsync(MemoryDrill.Environment(Small));

        var report = await new MemoryDrill(system, Small, output.WriteLine).RunAsync();

        output.WriteLine(report.ToString());
        report.Faults.Count.ShouldBe(0, report.ToString());
        report.MostActive.ShouldBeGreaterThan(Small.Shoppers / 4);
        report.Growth.ShouldBeLessThan(MostGrowth, report.ToString());
    }
}
