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
        ShownShare = 0,
        OthersShare = 1,
    };

    /// <summary>A machine that stalls for the length of an absence shows nothing of it: then it is tried again.</summary>
    private const int Tries = 4;

    private const double MostShown = 0.5;
    private const double FewOthers = 0.1;

    [Fact]
    public async Task EachPart_AwayForAWhile_AnswersAreThoseOfTheTableAndNothingIsLost()
    {
        await using var system = await RunningSystem.StartAsync();
        var drill = new AwayDrill(system, Small);

        foreach (var name in (string[])["state-locked", "profiles-hung", "discovery-dead", "decisions-hung", "sidecar-dead"])
        {
            var row = AwayRow.All.Single(row => row.Name == name);
            var report = await RunAsync(drill, row);
            for (var again = 1; again < Tries && !IsClear(report); again++)
            {
                report = await RunAsync(drill, row);
            }

            IsClear(report).ShouldBeTrue(report.ToString());
        }
    }

    private static bool IsClear(AwayReport report) => report.ShownShare >= MostShown && report.OthersShare <= FewOthers;

    private async Task<AwayReport> RunAsync(AwayDrill drill, AwayRow row)
    {
        var report = await drill.RunAsync(row);
        output.WriteLine(report.ToString());
        report.Faults.Count.ShouldBe(0, report.ToString());
        return report;
    }
}
