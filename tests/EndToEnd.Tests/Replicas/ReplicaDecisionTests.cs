using System.Diagnostics;
using Personalization.Drills.Deciding;
using Personalization.Drills.Running;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Replicas;

/// <summary>Two replicas of decisions: a rule holds at both, and what was acknowledged while they were killed is learned once. The full size is `tests/Load -- crash-decisions`.</summary>
[Collection(ReplicaSystemCollection.Name)]
[Trait("req", "R5.2")]
public sealed class ReplicaDecisionTests(ReplicaSystem replicas, ITestOutputHelper output)
{
    private const int Seed = 20261121;
    private const int Decisions = 800;
    private const int Kills = 4;

    [Theory]
    [InlineData(RunningSystem.QuickSlot, Decisions, Kills)]
    [InlineData(RunningSystem.CrossedSlot, Decisions / 2, Kills / 2)]
    public async Task TwoReplicas_KilledAtRandom_TheModelIsThatOfTheLog(string slot, int decisions, int kills)
    {
        output.WriteLine($"seed {Seed}");
        var drill = new DecisionDrill(replicas.System, [replicas.System.Address, replicas.Second], slot, store: slot);

        var report = await drill.RunAsync(decisions, kills, Seed);

        output.WriteLine(report.ToString());
        report.Faults.ShouldBeEmpty();
        report.Decisions.ShouldBe(decisions);
        report.Kills.ShouldBe(kills);
    }

    [Fact]
    [Trait("req", "R5.3")]
    public async Task Rule_PutAtOneStorefront_HoldsForCallsFromEither()
    {
        using var shop = new Shop(replicas.System.Address);
        using var elsewhere = new Shop(replicas.Second);
        await shop.PutAsync("/api/v1/rules/no-tea", new { effect = "exclude", items = new[] { "tea" }, slots = new[] { "ruled" } });
        var clock = Stopwatch.StartNew();

        // Calls go to either replica of decisions: of a dozen in a row none is answered by one that does not know the rule.
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var asked in Enumerable.Range(0, 12).Select(number => number % 2 == 0 ? shop : elsewhere))
                {
                    var answer = await asked.PostAsync("/api/v1/personalize", new { customer_id = "u1", slot = "ruled", available_items = new[] { "tea", "coffee" } });
                    if (answer.ToJsonString().Contains("\"tea\"", StringComparison.Ordinal))
                    {
                        return false;
                    }
                }

                return true;
            },
            TimeSpan.FromSeconds(30));
        output.WriteLine($"in force everywhere after {clock.Elapsed.TotalSeconds:0.00} s, the dozen calls included");
    }
}
