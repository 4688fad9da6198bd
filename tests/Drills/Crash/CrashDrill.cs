using System.Collections.Concurrent;
using System.Diagnostics;
using Personalization.Drills.Deciding;
using Personalization.Drills.Running;
using Personalization.Drills.Shopping;

namespace Personalization.Drills.Crash;

/// <summary>
/// Kills processes of a running system while shoppers are served, and holds the system to the client's own log of answers: every event answered
/// `durable: true` is learned once and stored once, what was answered otherwise is sent again until it is, in the end each shopper is what an
/// undisturbed run of the same steps makes of it, and the model of a slot is that of the decisions and rewards that were acknowledged.
/// </summary>
public sealed class CrashDrill(RunningSystem system, CrashOptions options) : IDisposable
{
    /// <summary>Durable answers between two kills, so that the second finds a system that works.</summary>
    private const int Calm = 40;

    private const int DecisionsAtATime = 4;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly PatientClient _disturbed = new(system.Address, "disturbed");
    private readonly DecisionStream _decisions = new([system.Address], "disturbed", RunningSystem.QuickSlot, options.Seed);
    private readonly PatientClient _undisturbed = new(system.Address, "undisturbed");
    private readonly ConcurrentDictionary<string, Step> _struck = new();
    private readonly List<KillRecord> _kills = [];
    private readonly Random _random = new(options.Seed);

    public async Task<CrashReport> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        await _disturbed.ImportDemoAsync();
        await _undisturbed.ImportDemoAsync();
        var products = await _undisturbed.BrowseAsync(60);
        var script = ShoppingScript.Write(options.Shoppers, options.Events, products, DateTimeOffset.UtcNow, options.Seed);
        var stream = PlayBothAsync(script);
        await KillAsync(stream);
        await stream;
        await PlayAsync(_undisturbed, script);

        var verdict = new CrashVerdict(_disturbed, _undisturbed, script);
        await verdict.CheckAsync([.. _struck.Values]);
        return new CrashReport
        {
            Kills = _kills,
            Durable = _disturbed.DurableEvents,
            Decisions = _decisions.Acknowledged,
            Rewards = _decisions.Known.Sum(decision => decision.Rewards.Count),
            Resent = _disturbed.Resent,
            Struck = _struck.Count,
            Faults = [.. KillFaults(), .. verdict.Faults, .. await LearnedVerdict.CheckAsync(system, _decisions)],
            Took = clock.Elapsed,
        };
    }

    public void Dispose()
    {
        _disturbed.Dispose();
        _undisturbed.Dispose();
        _decisions.Dispose();
    }

    /// <summary>Decisions are spread over the events, so that each kill finds some of either.</summary>
    private async Task PlayBothAsync(IReadOnlyList<ScriptedShopper> script)
    {
        var events = PlayAsync(_disturbed, script);
        await _decisions.PlayAsync(0, options.Decisions, DecisionsAtATime, number =>
            UntilAsync(() => events.IsCompleted || (long)_disturbed.DurableEvents * options.Decisions >= (long)number * options.Events));
        await events;
    }

    private Task PlayAsync(PatientClient client, IReadOnlyList<ScriptedShopper> script) => Parallel.ForEachAsync(
        script,
        new ParallelOptions { MaxDegreeOfParallelism = options.AtATime },
        async (shopper, _) =>
        {
            foreach (var step in shopper.Steps)
            {
                await client.UntilDurableAsync(step);
            }
        });

    private async Task KillAsync(Task stream)
    {
        for (var number = 0; number < options.Kills; number++)
        {
            var process = options.Processes[number % options.Processes.Count];
            var soonest = number == 0 ? Calm : _disturbed.DurableEvents + Calm;
            var planned = (int)((number + _random.NextDouble()) * options.Events / (options.Kills + 1));
            await UntilAsync(() => stream.IsCompleted || _disturbed.DurableEvents >= Math.Max(planned, soonest));
            var id = system.FindProcess(process);
            while (id is null && !stream.IsCompleted)
            {
                await Task.Delay(10);
                id = system.FindProcess(process);
            }

            if (id is null || stream.IsCompleted)
            {
                return;
            }

            if (number % 2 == 0)
            {
                await Task.WhenAny(_disturbed.NextDurable(), stream);
            }
            else
            {
                await Task.Delay(_random.Next(100));
            }

            await StrikeAsync(process, id.Value);
        }
    }

    private async Task StrikeAsync(string process, int id)
    {
        using var handle = Process.GetProcessById(id);
        var kill = new KillRecord(process, _disturbed.InFlight.Count, _disturbed.SinceDurable);
        var struck = _disturbed.InFlight.ToArray();
        Signals.End(id);
        var since = Stopwatch.StartNew();
        _kills.Add(kill);
        foreach (var (name, step) in struck.Where(flight => flight.Value.Kind == StepKind.Event))
        {
            _struck.TryAdd(name, step);
        }

        await handle.WaitForExitAsync();
        _ = _disturbed.NextDurableOfLater().ContinueWith(_ => kill.Recovered = since.Elapsed, TaskScheduler.Default);
    }

    /// <summary>A kill that struck nothing proves nothing.</summary>
    private IEnumerable<string> KillFaults()
    {
        if (_kills.Count != options.Kills)
        {
            yield return $"{_kills.Count} of {options.Kills} kills were done before the stream ended";
        }

        if (_kills.Count(kill => kill.InFlight >= 10) < _kills.Count * 9 / 10)
        {
            yield return $"only {_kills.Count(kill => kill.InFlight >= 10)} of {_kills.Count} kills had 10 requests in flight";
        }

        if (_kills.Count(kill => kill.AfterDurable <= Moment) < _kills.Count / 2)
        {
            yield return $"only {_kills.Count(kill => kill.AfterDurable <= Moment)} of {_kills.Count} kills came within {Moment.TotalMilliseconds} ms of a durable answer";
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1);
        }
    }
}
