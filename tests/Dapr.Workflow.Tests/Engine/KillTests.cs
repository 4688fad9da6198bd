using Personalization.Drills.Workflows;

namespace Dapr.Workflow.Tests.Engine;

/// <summary>Sidecar and app as processes, killed together in the middle of things. In full: <c>tests/Load -- workflows-killed</c>.</summary>
[Trait("req", "R6.5")]
public sealed class KillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(WorkflowStore.Sqlite, 2, 9)]
    [InlineData(WorkflowStore.Redis, 1, 4)]
    public async Task Kill_OfBothProcesses_LosesNothingAndCountsNothingTwice(WorkflowStore store, int rounds, int every)
    {
        _ = store == WorkflowStore.Redis ? Requires.Binary("redis-server") : "";

        var report = await new KillDrill(rounds, every, TimeSpan.FromMinutes(3), store).RunAsync(TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        report.Faults.ShouldBeEmpty();

        // How many steps stand before a look at the store depends on the machine: one kill a round is certain.
        report.Kills.ShouldBeGreaterThanOrEqualTo(rounds);
    }

    [Fact]
    public async Task Purge_OfAllWorkflows_LeavesNothingInTheFile()
    {
        await using var processes = new WorkflowProcesses();
        processes.Start();
        await processes.ReadyAsync();

        var report = await new VolumeDrill(processes, atOnce: 20).RunAsync(60, TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        report.Rows.ShouldBe(0);
        report.Workers.ShouldBe(1);
    }
}
