using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Personalization.Drills.Running;
using Personalization.Drills.Shopping;

namespace Personalization.Drills.Memory;

/// <summary>
/// Shoppers come again and again to one system. Memory and files are read after the first visit of each, after the last, and after events came twice; then
/// some shoppers are read back and held to a replay of their events alone, in another store.
/// </summary>
public sealed class MemoryDrill(RunningSystem system, MemoryOptions options, Action<string> say)
{
    private const string Store = "main", Replay = "replay";

    /// <summary>Others than the drill's own may be active: what warms up, or tells.</summary>
    private const int FewActors = 10;

    /// <summary>Files are written in pages, and a log of writes is kept beside them.</summary>
    private const double FileSlack = 1.02;
    private const long LogSlack = 8 << 20;

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(2);

    private readonly ConcurrentBag<string> _faults = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private (int Active, Footprint Footprint)? _peak;

    /// <summary>The environment that the system is to be started with.</summary>
    public static IReadOnlyDictionary<string, string> Environment(MemoryOptions options) =>
        new Dictionary<string, string> { ["Profiles__ActorIdleTimeout"] = options.ActorIdle.ToString("c", CultureInfo.InvariantCulture) };

    public async Task<MemoryReport> RunAsync()
    {
        using var client = new PatientClient(system.Address, Store);
        using var sender = new BatchSender(system.Address, Store);
        var products = await client.BrowseAsync(60);
        var script = new VisitScript(products, DateTimeOffset.UtcNow, options);
        var before = (await client.CountsAsync("")).Values.Sum();
        var start = Footprint.Of(system);
        say($"start: {start}");

        await VisitAsync(script, sender, 0, 1);
        await SettleAsync(client, before + sender.Durable);
        var first = Footprint.Of(system);
        say($"first: {first}");

        await VisitAsync(script, sender, 1, options.Visits);
        var left = await SettleAsync(client, before + sender.Durable);
        var all = Footprint.Of(system);
        say($"all: {all}");
        Check(
            sender.Durable == options.Events && sender.Duplicates <= sender.Resent,
            $"{sender.Durable} of {options.Events} events were answered durable, {sender.Duplicates} of them as duplicates, while {sender.Resent} were sent again");
        var known = sender.Duplicates;

        await RepeatAsync(script, sender);
        await SettleAsync(client, before + options.Events);
        var repeated = Footprint.Of(system);
        say($"repeated: {repeated}");
        Check(sender.Duplicates - known == options.Repeats, $"{sender.Duplicates - known} of {options.Repeats} repeats were known");
        foreach (var (file, bytes) in repeated.Files)
        {
            var was = all.Files.GetValueOrDefault(file);
            Check(bytes <= was * FileSlack + LogSlack, $"repeats made {file} grow from {was} to {bytes} bytes");
        }

        await CompareAsync(client, script);
        return new MemoryReport
        {
            Options = options,
            Start = start,
            First = first,
            Peak = _peak?.Footprint ?? all,
            MostActive = _peak?.Active ?? 0,
            All = all,
            Repeated = repeated,
            LeftActive = left,
            Took = _clock.Elapsed,
            Faults = [.. _faults.Order(StringComparer.Ordinal)],
        };
    }

    private void Check(bool held, string fault)
    {
        if (!held)
        {
            _faults.Add(fault);
        }
    }

    private async Task VisitAsync(VisitScript script, BatchSender sender, int first, int end)
    {
        var batches = from visit in Enumerable.Range(first, end - first)
                      from shoppers in Enumerable.Range(0, options.Shoppers).Chunk(options.ShoppersABatch)
                      select (visit, shoppers);
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(sender, done.Token);
        await Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = options.BatchesAtATime },
            async (batch, _) => await sender.SendAsync([.. batch.shoppers.SelectMany(shopper => script.Events(shopper, batch.visit))]));
        await NoteAsync();
        await done.CancelAsync();
        await watching;
    }

    /// <summary>Says how far it is, and keeps the moment with the most active actors.</summary>
    private async Task WatchAsync(BatchSender sender, CancellationToken cancellationToken)
    {
        var said = sender.Durable;
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Often, CancellationToken.None);
            await NoteAsync();
            if (sender.Durable - said >= options.Events / 20)
            {
                said = sender.Durable;
                say($"{said} of {options.Events} events after {_clock.Elapsed.TotalMinutes:0.0} min, {_peak?.Active} actors active at most; {Footprint.Of(system)}");
            }
        }
    }

    private async Task NoteAsync()
    {
        var active = await system.ActiveActorsAsync("profiles");
        if (active > (_peak?.Active ?? 0))
        {
            _peak = (active, Footprint.Of(system));
        }
    }

    /// <summary>Waits until the warehouse has all events and the actors have gone; returns how many have not.</summary>
    private async Task<int> SettleAsync(PatientClient client, long events)
    {
        var began = _clock.Elapsed;
        long rows;
        int active;
        do
        {
            await Task.Delay(Often);
            rows = (await client.CountsAsync("")).Where(type => type.Key != "viewed_never_bought").Sum(type => type.Value);
            active = await system.ActiveActorsAsync("profiles");
        }
        while (_clock.Elapsed - began < options.Idle || ((rows < events || active > FewActors) && _clock.Elapsed - began < options.Patience));
        Check(rows == events, $"the warehouse has {rows} rows instead of {events}");
        Check(active <= FewActors, $"{active} actors are still active {(_clock.Elapsed - began).TotalSeconds:0} s after the last call");
        say($"settled after {(_clock.Elapsed - began).TotalSeconds:0} s: {rows} rows, {active} active actors");
        return active;
    }

    private async Task RepeatAsync(VisitScript script, BatchSender sender)
    {
        var shoppers = options.Repeats / options.EventsAVisit;
        foreach (var batch in Enumerable.Range(0, shoppers).Chunk(options.ShoppersABatch))
        {
            await sender.SendAsync([.. batch.SelectMany(shopper => script.Events(shopper, shopper % options.Visits))]);
        }
    }

    private async Task CompareAsync(PatientClient client, VisitScript script)
    {
        using var replayed = new PatientClient(system.Address, Replay);
        using var sender = new BatchSender(system.Address, Replay);
        await replayed.ImportDemoAsync();
        var random = new Random(options.Seed);
        var sample = Enumerable.Range(0, options.Sample).Select(_ => random.Next(options.Shoppers)).Distinct().ToList();
        await Parallel.ForEachAsync(sample, new ParallelOptions { MaxDegreeOfParallelism = options.BatchesAtATime }, async (shopper, _) =>
        {
            for (var visit = 0; visit < options.Visits; visit++)
            {
                await sender.SendAsync([.. script.Events(shopper, visit)]);
            }

            foreach (var view in (string[])["preferences/live", "context"])
            {
                var path = $"/api/users/{VisitScript.Shopper(shopper)}/{view}";
                if (AnswerDifference.Of(await replayed.GetAsync(path), await client.GetAsync(path)) is { } difference)
                {
                    _faults.Add($"{path}: {difference}");
                }
            }
        });
        say($"{sample.Count} shoppers compared with a replay");
    }
}
