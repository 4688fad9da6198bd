using System.Collections.Concurrent;
using System.Diagnostics;
using Personalization.Drills.Shopping;

namespace Personalization.Drills.Crash;

/// <summary>Compares what a system holds with what its client was told, and with an undisturbed run of the same steps.</summary>
internal sealed class CrashVerdict(PatientClient disturbed, PatientClient undisturbed, IReadOnlyList<ScriptedShopper> script)
{
    /// <summary>Derived from others by the actor: no client sends it.</summary>
    private const string Derived = "viewed_never_bought";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<string> _faults = [];

    public IReadOnlyList<string> Faults => [.. _faults.Order(StringComparer.Ordinal)];

    public async Task CheckAsync(IReadOnlyList<Step> struck)
    {
        await CheckWarehouseAsync();
        await EachAsync(struck, async step => Expect(1, await disturbed.CountAtAsync(step.Timestamp, step.Type!), $"rows of '{step.Name}', in flight at a kill"));
        await EachAsync(script, CheckShopperAsync);
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> check) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) => await check(item));

    private static Dictionary<string, long> Sent(IEnumerable<ScriptedShopper> shoppers) => shoppers
        .SelectMany(shopper => shopper.Steps)
        .Where(step => step.Kind == StepKind.Event)
        .GroupBy(step => step.Type!)
        .ToDictionary(type => type.Key, type => (long)type.Count());

    /// <summary>The warehouse is fed behind the answers: it has its time, and must then hold neither less nor more.</summary>
    private async Task CheckWarehouseAsync()
    {
        var sent = Sent(script);
        foreach (var (client, name) in ((PatientClient, string)[])[(disturbed, "disturbed"), (undisturbed, "undisturbed")])
        {
            var clock = Stopwatch.StartNew();
            IReadOnlyDictionary<string, long> counts;
            do
            {
                await Task.Delay(200);
                counts = await client.CountsAsync("");
            }
            while (clock.Elapsed < Patience && sent.Any(type => counts.GetValueOrDefault(type.Key) < type.Value));
            foreach (var (type, count) in sent)
            {
                Expect(count, counts.GetValueOrDefault(type), $"'{type}' in the {name} warehouse");
            }
        }

        Expect(
            (await undisturbed.CountsAsync("")).GetValueOrDefault(Derived),
            (await disturbed.CountsAsync("")).GetValueOrDefault(Derived),
            $"'{Derived}' in the warehouse");
    }

    private async Task CheckShopperAsync(ScriptedShopper shopper)
    {
        await CheckRowsAsync(shopper);
        foreach (var view in (string[])["preferences/live", "context", "cart"])
        {
            var path = $"/api/users/{shopper.UserId}/{view}";
            if (AnswerDifference.Of(await undisturbed.GetAsync(path), await disturbed.GetAsync(path)) is { } difference)
            {
                _faults.Add($"{path}: {difference}");
            }
        }
    }

    private async Task CheckRowsAsync(ScriptedShopper shopper)
    {
        var filter = $"&user_id={shopper.UserId}";
        var wanted = await undisturbed.CountsAsync(filter);
        var seen = await disturbed.CountsAsync(filter);
        foreach (var type in wanted.Keys.Union(seen.Keys))
        {
            Expect(wanted.GetValueOrDefault(type), seen.GetValueOrDefault(type), $"'{type}' of {shopper.UserId} in the warehouse");
        }
    }

    private void Expect(long wanted, long seen, string what)
    {
        if (wanted != seen)
        {
            _faults.Add($"{what}: {seen} instead of {wanted}");
        }
    }
}
