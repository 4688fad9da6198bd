using System.Text.Json.Nodes;
using Personalization.Drills.Running;

namespace Personalization.Drills.Away;

/// <summary>Takes a part away under load, gives it back, and holds every answer to what the table allows.</summary>
public sealed class AwayDrill(RunningSystem system, AwayOptions options)
{
    private const int StandardTries = 60;
    private const int ComparedLists = 100;

    /// <summary>Every so manieth shopper is looked up afterwards.</summary>
    private const int SampledShoppers = 4;

    private static readonly TimeSpan StandardPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarehouseLimit = TimeSpan.FromSeconds(60);

    public async Task<AwayReport> RunAsync(AwayRow row)
    {
        using var shopping = new Shopping.PatientClient(system.Address, "main");
        var products = await shopping.BrowseAsync(80);
        using var load = new MixedLoad(system.Address, options, products, await WordsAsync(shopping, products));
        await load.RunAsync(options.Before);

        var failure = row.Failure(system);
        var began = load.Now;
        await failure.BeginAsync();
        var healed = TimeSpan.MaxValue;
        var running = load.RunAsync(options.Away + options.Healing + options.After, () => options.StopWhenNormal && IsNormalSince(load, healed));
        await Task.Delay(options.Away);
        healed = load.Now;
        await failure.HealAsync();
        await running;

        return await JudgeAsync(row, load, began, healed);
    }

    private static bool IsNormalSince(MixedLoad load, TimeSpan healed) =>
        healed < TimeSpan.MaxValue && load.Now - Quiet > healed && load.Records.Where(call => call.Due >= load.Now - Quiet).All(AwayRow.Normal);

    /// <summary>Words of the products in front, for queries.</summary>
    private static async Task<IReadOnlyList<string>> WordsAsync(Shopping.PatientClient client, IReadOnlyList<string> products)
    {
        HashSet<string> words = [];
        foreach (var product in products.Take(40))
        {
            var name = (await client.GetAsync($"/api/products/{Uri.EscapeDataString(product)}"))["name"]!.GetValue<string>();
            words.UnionWith(name.ToLowerInvariant().Split(' ').Where(word => word.Length > 3 && word.All(char.IsAsciiLetter)));
        }

        return [.. words.Order(StringComparer.Ordinal)];
    }

    private async Task<AwayReport> JudgeAsync(AwayRow row, MixedLoad load, TimeSpan began, TimeSpan healed)
    {
        List<string> faults = [];
        var all = load.Records.OrderBy(call => call.Due).ToList();
        var calls = all.SkipWhile(call => call.Due < began).ToList();
        var away = calls.Where(call => call.Due < healed).ToList();
        var first = away.Where(call => call.Due < began + First).ToList();
        var slow = (double)first.Count(call => call.Took > options.Slow) / first.Count;
        Check(slow <= options.SlowShare, $"{slow:P1} of {first.Count} calls took above {options.Slow.TotalMilliseconds} ms in the first 5 s: "
            + string.Join(", ", first.Where(call => call.Took > options.Slow).GroupBy(call => call.Kind).Select(kind => $"{kind.Count()} {kind.Key}")));

        var settled = healed + options.Healing;
        var wrong = calls.Where(call => call.Due < settled && !row.Allows(call)).ToList();
        var others = wrong.Count(call => AwayRow.All.Any(any => any.Allows(call)));
        Check(others == wrong.Count && others <= options.OthersShare * calls.Count, $"{wrong.Count} answers that the table does not have: {string.Join("; ", wrong.GroupBy(call => $"{call.Kind} {call.Status} {call.Degraded}").Select(group => $"{group.Count()} x {group.First()}").Take(5))}");

        var needed = away.Where(call => call.Due >= began + options.Settling).Select(row.Shows).Where(shows => shows is not null).ToList();
        var shown = needed.Count == 0 ? 0 : (double)needed.Count(shows => shows == true) / needed.Count;
        Check(shown >= options.ShownShare, $"{shown:P0} of {needed.Count} calls that needed the part were answered as the table has it");

        var abnormal = calls.Where(call => !AwayRow.Normal(call)).ToList();
        var affected = abnormal.Count(call => call.Due < healed);
        var last = abnormal.Count == 0 ? began : abnormal[^1].Due;
        Check(last < settled, $"not normal {options.Healing.TotalSeconds} s after healing: {(abnormal.Count > 0 ? abnormal[^1] : null)}");

        var compared = await CompareAsync(row, load, away, faults);
        var learned = await FindLearnedAsync(row, load, all, faults);
        return new AwayReport
        {
            Row = row.Name,
            Calls = calls.Count,
            SlowShare = slow,
            SlowestMs = first.Max(call => call.Took.TotalMilliseconds),
            P99Ms = away.Select(call => call.Took.TotalMilliseconds).Order().ElementAt(away.Count * 99 / 100),
            Affected = affected,
            ShownShare = shown,
            OthersShare = (double)others / calls.Count,
            NormalAfter = last > healed ? last - healed : TimeSpan.Zero,
            Compared = compared,
            Learned = learned,
            Faults = faults,
        };

        void Check(bool held, string fault)
        {
            if (!held)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>A machine that stalls may miss the budget of an answer; it says so, and is asked again.</summary>
    private static async Task<CallRecord> StandardAsync(MixedLoad load, JsonNode query)
    {
        for (var left = StandardTries; ; left--)
        {
            var standard = await load.AskAsync(CallKind.Search, new JsonObject { ["query"] = query.DeepClone() });
            if (AwayRow.Normal(standard) || left == 0)
            {
                return standard;
            }

            await Task.Delay(StandardPause);
        }
    }

    /// <summary>The lists of the fallback against those of the same queries by nobody in particular, now that the part is back.</summary>
    private static async Task<int> CompareAsync(AwayRow row, MixedLoad load, IReadOnlyList<CallRecord> away, List<string> faults)
    {
        if (!row.StandardOrder)
        {
            return 0;
        }

        var lists = away.Where(call => call is { Kind: CallKind.Search, Status: 200, Degraded: not null }).ToList();
        var compared = 0;
        foreach (var list in lists.Where((_, i) => i % Math.Max(1, lists.Count / ComparedLists) == 0))
        {
            var standard = await StandardAsync(load, list.Sent["query"]!);
            if (list.Ids.Count == 0)
            {
                faults.Add($"the fallback found nothing for {list.Sent["query"]}");
            }
            else if (Version(standard) != Version(list))
            {
                continue;
            }
            else if (standard.Degraded is not null || !standard.Ids.SequenceEqual(list.Ids))
            {
                faults.Add($"the fallback's order of {list.Sent["query"]} is {string.Join(' ', list.Ids.Take(5))}..., the standard order {string.Join(' ', standard.Ids.Take(5))}...");
            }
            else
            {
                compared++;
            }
        }

        if (compared == 0)
        {
            faults.Add("no fallback list could be compared with the standard order");
        }

        return compared;
    }

    private static string? Version(CallRecord call) => call.Answer?["index_version"]?.GetValue<string>();

    /// <summary>Each accepted event must be learned, and be in the warehouse once; where the memory of profiles went with it, each that was answered durable.</summary>
    private static async Task<int> FindLearnedAsync(AwayRow row, MixedLoad load, IReadOnlyList<CallRecord> calls, List<string> faults)
    {
        var accepted = calls.Where(call => row.KeepsMemory ? call.Accepted : call.Durable).ToList();
        var limit = load.Now + WarehouseLimit;
        foreach (var shopper in accepted.GroupBy(call => call.Sent["user_id"]!.GetValue<string>()).Where((_, i) => i % SampledShoppers == 0))
        {
            var wanted = shopper.Where(call => call.Sent["type"]!.GetValue<string>() != "page_view").Select(call => call.Sent["product_id"]!.GetValue<string>()).Distinct().ToList();
            var recent = (await load.GetAsync($"/api/users/{shopper.Key}/preferences/live"))?["recent"]?.AsArray().Select(touch => touch!["product_id"]!.GetValue<string>()).ToHashSet() ?? [];
            if (wanted.Find(product => !recent.Contains(product)) is { } missing && recent.Count < 20)
            {
                faults.Add($"{shopper.Key} did not learn of {missing}");
            }

            var least = shopper.Count();
            var most = least + calls.Count(call => call.Kind == CallKind.Track && !(row.KeepsMemory ? call.Accepted : call.Durable) && call.Sent["user_id"]!.GetValue<string>() == shopper.Key);
            long rows;
            do
            {
                rows = (await load.GetAsync($"/api/analytics/events?user_id={shopper.Key}&from=2000-01-02T00:00:00Z"))?["count"]?.GetValue<long>() ?? 0;
            }
            while (rows < least && load.Now < limit && await WaitAsync());
            if (rows < least || rows > most)
            {
                faults.Add($"{rows} events of {shopper.Key} are in the warehouse instead of {least} to {most}");
            }
        }

        return accepted.Count;
    }

    private static async Task<bool> WaitAsync()
    {
        await Task.Delay(200);
        return true;
    }
}
