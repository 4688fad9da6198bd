using System.Diagnostics;

namespace Personalization.Drills.Workflows;

/// <summary>
/// A workflow that uses every feature; sidecar and app are killed together as soon as a step of it is seen in the file, and what is there then must still be
/// there ever after. In the end each effect was had at least once, and its result counted once.
/// </summary>
/// <param name="rounds">Executions of the workflow, each going on from the last.</param>
/// <param name="every">After which steps it is killed: 1 is every one.</param>
/// <param name="limit">For all of it.</param>
/// <param name="store">What their state is in.</param>
public sealed class KillDrill(int rounds, int every, TimeSpan limit, WorkflowStore store = WorkflowStore.Sqlite)
{
    private const string Id = "everything-1";
    private const int EffectsPerRound = 8;
    private static readonly string[] Effects = ["first", "left", "right", "flaky", "child-before", "child-after", "patched", "last"];

    public async Task<KillReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var processes = new WorkflowProcesses(store);
        var began = Stopwatch.GetTimestamp();
        var faults = new List<string>();
        var (steps, kills) = (0, 0);
        string? seen = null;
        StoredWorkflow? before = null;
        processes.Start();
        await processes.ReadyAsync();
        await processes.Client.ScheduleNewWorkflowAsync("EverythingWorkflow", Id, new { round = 1, rounds, sum = 0, words = "" });
        for (var round = 1; round <= rounds; round++)
        {
            await processes.Client.RaiseEventAsync(Id, "word", $"<{round}>", cancellationToken);
        }

        while (before is not { HasEnded: true })
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                faults.Add($"not ended within {limit.TotalMinutes} min, at {seen}; the processes said:{Environment.NewLine}{processes.Said}");
                return new KillReport(steps, kills, rounds * EffectsPerRound, processes.Effects.Count, faults);
            }

            if (processes.Store.Metadata(Id) is not { } now || now == seen)
            {
                await Task.Delay(1, cancellationToken);
                continue;
            }

            var isKill = ++steps % every == 0;
            if (isKill)
            {
                processes.Kill();
                kills++;
            }

            var after = processes.Store.Read(Id);
            Compare(before, after, faults);
            (before, seen) = (after, isKill ? processes.Store.Metadata(Id) : now);
            if (isKill)
            {
                processes.Start();
            }
        }

        await processes.ReadyAsync();
        var state = await processes.Client.WaitForWorkflowCompletionAsync(Id, cancellation: cancellationToken);
        Judge(state, processes.Effects, faults);
        return new KillReport(steps, kills, rounds * EffectsPerRound, processes.Effects.Count, faults);
    }

    private static void Compare(StoredWorkflow? before, StoredWorkflow after, List<string> faults)
    {
        faults.AddRange(after.TwiceEnded.Select(task => $"activity {task} has two results"));
        if (before is not null && before.Generation == after.Generation && !before.History.SequenceEqual(after.History.Take(before.History.Count)))
        {
            faults.Add($"history that was in the file is not there any more: {before.History.Count} events before, {after.History.Count} after");
        }

        if (before is not null && before.Generation == after.Generation && before.Inbox.Any(told => !after.History.Concat(after.Inbox).Contains(told)))
        {
            faults.Add($"an event that was in the file is not there any more, the last was {before.Last.EventCase}");
        }
    }

    private void Judge(Dapr.Workflow.WorkflowState state, IReadOnlyList<string> lines, List<string> faults)
    {
        var result = state.ReadOutputAs<Result>();
        var words = string.Concat(Enumerable.Range(1, rounds).Select(round => $"<{round}>5"));
        if (state.RuntimeStatus != Dapr.Workflow.WorkflowRuntimeStatus.Completed || result?.Sum != rounds * EffectsPerRound || result.Words != words)
        {
            faults.Add($"ended {state.RuntimeStatus} with {result}, not with {rounds * EffectsPerRound} and '{words}': {state.FailureDetails}");
        }

        var had = lines.Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(
            from round in Enumerable.Range(1, rounds)
            from effect in Effects
            where !had.Contains($"round-{round}-{effect}")
            select $"effect round-{round}-{effect} was never had");
    }

    private sealed record Result(int Sum, string Words);
}
