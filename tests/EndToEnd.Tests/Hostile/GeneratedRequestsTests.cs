using Personalization.Hostile.Requests;
using Personalization.Hostile.Running;

namespace Personalization.EndToEnd.Tests.Hostile;

/// <summary>Requests written from the OpenAPI document against real processes; a system of its own, because imports are among them.</summary>
public sealed class GeneratedRequestsTests(ITestOutputHelper output)
{
    private const int Seed = 4;
    private const int Requests = 600;

    private static readonly string[] Processes = ["storefront", "profiles", "discovery", "decisions", "analytics", "sidecar"];

    [Fact]
    public async Task EveryOperation_DrivenFromItsDocument_AnswersAsDocumentedAndEndsNoProcess()
    {
        output.WriteLine($"seed {Seed}");
        var stop = TestContext.Current.CancellationToken;
        await using var system = await RunningSystem.StartAsync();
        var before = Processes.Select(system.ProcessId).ToArray();
        using var run = new HostileRun(system.Address);
        var document = await run.ReadDocumentAsync(stop);

        var report = await run.RunAsync(
            new RequestGenerator(document, Seed, TimeProvider.System.GetUtcNow()), new AnswerJudge(document, mayBeAway: true), first: 0, Requests, parallelism: 4, stop);

        output.WriteLine(report.ToString());
        report.Violations.ShouldBeEmpty(string.Join("\n\n", report.Violations));
        report.Answered.ShouldBe(Requests);
        report.LostNeighbours.ShouldBe(0);
        Processes.Select(system.ProcessId).ShouldBe(before);
    }
}
