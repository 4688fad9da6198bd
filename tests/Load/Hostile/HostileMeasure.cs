using System.Diagnostics;
using System.Globalization;
using Personalization.Drills.Running;
using Personalization.Hostile.Requests;
using Personalization.Hostile.Running;
using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Hostile;

/// <summary>
/// 100,000 requests written from the OpenAPI document, allowed ones and ones with something wrong, against the whole system: each is answered as
/// documented, no process is lost, and the storefront's memory does not grow with them.
/// </summary>
internal sealed class HostileMeasure : IMeasure
{
    private const int Seed = 20261120;
    private const int Requests = 100_000;
    private const int First = Requests / 5;
    private const int Parallelism = 8;
    private const double MostGrowth = 1.5;
    private const int ShownViolations = 20;

    public string Name => "hostile";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        await using var system = await RunningSystem.StartAsync();
        var processes = system.Processes;
        var before = processes.ToDictionary(name => name, system.ProcessId);
        using var run = new HostileRun(system.Address);
        var document = await run.ReadDocumentAsync(cancellationToken);
        var generator = new RequestGenerator(document, Seed, TimeProvider.System.GetUtcNow());
        var judge = new AnswerJudge(document, mayBeAway: true);

        LoadContext.Say($"seed {Seed}");
        var clock = Stopwatch.StartNew();
        var first = await run.RunAsync(generator, judge, 0, First, Parallelism, cancellationToken);
        var early = ResidentMegabytes(before["storefront"]);
        var rest = await run.RunAsync(generator, judge, First, Requests - First, Parallelism, cancellationToken);
        clock.Stop();
        var late = ResidentMegabytes(before["storefront"]);
        var lost = processes.Where(name => system.FindProcess(name) != before[name]).ToList();

        LoadContext.Say(first.ToString());
        LoadContext.Say(rest.ToString());
        string[] violations = [.. first.Violations, .. rest.Violations];
        foreach (var violation in violations.Take(ShownViolations))
        {
            LoadContext.Say(violation);
        }

        var answered = first.Answered + rest.Answered;
        return new Measurement
        {
            Measure = Name,
            Value = answered / clock.Elapsed.TotalSeconds,
            Unit = "requests/s",
            Goal = $"{Requests} answered as documented, no process lost, storefront <= {MostGrowth.ToString(CultureInfo.InvariantCulture)} x its memory after {First}",
            Passed = answered == Requests && violations.Length == 0 && first.LostNeighbours + rest.LostNeighbours == 0 && lost.Count == 0 && late <= early * MostGrowth,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{answered} answered, {violations.Length} kinds of violation, {first.LostNeighbours + rest.LostNeighbours} neighbours lost, processes lost: {(lost.Count == 0 ? "none" : string.Join(' ', lost))}, storefront {early} MB after {First}, {late} MB after all"),
        };
    }

    private static long ResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
