using Personalization.Drills.Workflows;

namespace Dapr.Workflow.Tests.Engine;

/// <summary>Sidecar and app as processes, killed together in the middle of things. In full: <c>tests/Load -- workflows-killed</c>.</summary>
[Trait("req", "R6.5")]
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_OfBothProcesses_LosesNothingAndCountsNothingTwice()
    {
        var report = await new KillDrill(rounds: 2, every: 9, TimeSpan.FromMinutes(3)).RunAsync(TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        report.Faults.ShouldBeEmpty();
        report.Kills.ShouldBeGreaterThan(3);
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
