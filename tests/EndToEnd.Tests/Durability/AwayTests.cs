using Personalization.Drills.Away;

namespace Personalization.EndToEnd.Tests.Durability;

/// <summary>
/// The rows of "what happens when a part is away", a few seconds each on one system, at a rate that a busy machine has room for. The full size, and the
/// limits of time, are `tests/Load -- away`: here only what was answered, and what was kept, is judged.
/// </summary>
[Trait("req", "R2.4")]
[Trait("req", "R2.6")]
public sealed class AwayTests(ITestOutputHelper output)
{
    private static readonly AwayOptions Small = new()
    {
        PerSecond = 40,
        Shoppers = 100,
        Before = TimeSpan.FromSeconds(1),
        Away = TimeSpan.FromSeconds(3.5),
        Healing = TimeSpan.FromSeconds(60),
        After = TimeSpan.Zero,
        StopWhenNormal = true,
        SlowShare = 1,
        ShownShare = 0.5,
        OthersShare = 0.1,
    };

    [Fact]
    public async Task EachPart_AwayForAWhile_AnswersAreThoseOfTheTableAndNothingIsLost()
    {
        await using var system = await RunningSystem.StartAsync();
        var drill = new AwayDrill(system, Small);

        foreach (var name in (string[])["state-locked", "profiles-hung", "discovery-dead", "decisions-hung", "sidecar-dead"])
        {
            var report = await drill.RunAsync(AwayRow.All.Single(row => row.Name == name));

            output.WriteLine(report.ToString());
            report.Faults.Count.ShouldBe(0, report.ToString());
        }
    }
}
