using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Personalization.Drills.Shopping;

namespace Personalization.Drills.Crash;

/// <summary>Compares what a system holds with what its client was told, and with an undisturbed run of the same steps.</summary>
internal sealed class CrashVerdict(PatientClient disturbed, PatientClient undisturbed, IReadOnlyList<ScriptedShopper> script)
{
    /// <summary>Derived from others by the actor: no client sends it.</summary>
    private const string Derived = "viewed_never_bought";

    /// <summary>Scores fade between two reads: this is an hour of the half-life.</summary>
    private const double Tolerance = 3e-4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Opaque, or of the clock at the time it was handled.</summary>
    private static readonly HashSet<string> OfTheRun = ["version", "updated_at", "added_at", "expires_at", "due", "as_of", "token", "received_at"];

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
            if (Difference(await undisturbed.GetAsync(path), await disturbed.GetAsync(path), "") is { } difference)
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

    /// <summary>The first difference of two answers; null when they say the same.</summary>
    private static string? Difference(JsonNode? wanted, JsonNode? seen, string path)
    {
        switch (wanted, seen)
        {
            case (JsonObject one, JsonObject other):
                return one.Select(pair => pair.Key).Union(other.Select(pair => pair.Key))
                    .Where(name => !OfTheRun.Contains(name))
                    .Select(name => Difference(one[name], other[name], $"{path}/{name}"))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray one, JsonArray other) when one.Count == other.Count:
                return one.Zip(other).Select((pair, i) => Difference(pair.First, pair.Second, $"{path}/{i}")).FirstOrDefault(difference => difference is not null);
            case (JsonValue one, JsonValue other) when one.TryGetValue<double>(out var x) && other.TryGetValue<double>(out var y):
                return Math.Abs(x - y) <= Tolerance * Math.Max(1, Math.Abs(x)) ? null : $"{path} is {y} instead of {x}";
            default:
                return JsonNode.DeepEquals(wanted, seen) ? null : $"{path} is {Shown(seen)} instead of {Shown(wanted)}";
        }
    }

    private static string Shown(JsonNode? node) => node?.ToJsonString() is not { } text ? "absent" : text.Length <= 120 ? text : text[..120] + "...";
}
