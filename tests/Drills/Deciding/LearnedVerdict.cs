using System.Diagnostics;
using System.Runtime.InteropServices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;
using Personalization.Drills.Running;

namespace Personalization.Drills.Deciding;

/// <summary>
/// Compares the model of a slot with one that is learned anew: from the log, the decisions that the client was told of, each once, with the rewards that
/// were acknowledged to it.
/// </summary>
public static class LearnedVerdict
{
    private const double Tolerance = 1e-9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <returns>What is not as it must be; empty when all is well.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(RunningSystem system, DecisionStream stream)
    {
        var state = new DecisionsStateReader(system, stream.Store, stream.Slot);
        var known = stream.Known.ToDictionary(decision => decision.Id, StringComparer.Ordinal);
        var settings = Settings(stream.Slot);
        var calls = await state.CallsAsync(known.Keys);
        foreach (var (id, call) in calls)
        {
            if (call is null)
            {
                return [$"decision {id} was acknowledged and is not in the log"];
            }

            if (Shown(call).Id != known[id].Selected)
            {
                return [$"decision {id} showed {known[id].Selected} and is logged as {Shown(call).Id}"];
            }
        }

        // Windows are still to close, and late rewards still to be learned.
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var kept = await state.ModelAsync();
            var listed = kept is null ? [] : await state.LearnedAsync(kept.Learned);
            var difference = kept is null ? "nothing is learned"
                : settings.Model.IsDiagonal ? Difference(kept, listed, settings, known, calls)
                : Difference(KeptModel.Restore(kept, settings.Model), Relearn(settings, known, calls));
            if (difference is null)
            {
                return ListFaults([.. listed.Where(entry => entry.Before is null).Select(entry => entry.Call)], known.Keys);
            }

            if (clock.Elapsed > Patience)
            {
                return [difference];
            }

            await Task.Delay(Pause);
        }
    }

    private static SlotSettings Settings(string slot) =>
        slot == RunningSystem.CrossedSlot ? new SlotSettings { Model = new ModelOptions { Dimensions = RunningSystem.CrossedDimensions, MaxArms = 100 } } : new SlotSettings();

    private static DecideItem Shown(LoggedCall call) => call.Slots[0].Items[call.Slots[0].Chosen];

    private static BanditModel Relearn(SlotSettings settings, Dictionary<string, DecisionRecord> known, IReadOnlyDictionary<string, LoggedCall?> calls)
    {
        var model = new BanditModel(settings.Model);
        foreach (var (id, call) in calls)
        {
            model.Learn(Shown(call!).Id, Vector(settings, call!), known[id].Rewards.Values.Sum(), call!.At);
        }

        return model;
    }

    /// <summary>Where the order counts, the list says it: the model is what is learned along the list, whose last word on each decision is what was acknowledged.</summary>
    private static string? Difference(KeptModel kept, IReadOnlyList<LearnedEntry> listed, SlotSettings settings, Dictionary<string, DecisionRecord> known, IReadOnlyDictionary<string, LoggedCall?> calls)
    {
        var model = new BanditModel(settings.Model);
        var rewards = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in listed)
        {
            if (calls.GetValueOrDefault(entry.Call) is not { } call)
            {
                return $"decision {entry.Call} is learned and was never acknowledged";
            }

            if (entry.Before is not { } before)
            {
                model.Learn(Shown(call).Id, Vector(settings, call), entry.Reward!.Value, call.At);
            }
            else if (rewards.GetValueOrDefault(entry.Call, double.NaN) == before)
            {
                model.Correct(Shown(call).Id, Vector(settings, call), before, entry.Reward!.Value, call.At);
            }
            else
            {
                return $"decision {entry.Call} is corrected from {before:R}, which it was not";
            }

            rewards[entry.Call] = entry.Reward!.Value;
        }

        foreach (var (id, decision) in known)
        {
            if (!(Math.Abs(rewards.GetValueOrDefault(id, double.NaN) - decision.Rewards.Values.Sum()) <= Tolerance))
            {
                return $"decision {id} is learned with {rewards.GetValueOrDefault(id, double.NaN):R} instead of {decision.Rewards.Values.Sum():R}";
            }
        }

        var (one, two) = (Values(kept), Values(KeptModel.From(model)));
        return one.Count == two.Count && one.All(value => two.TryGetValue(value.Key, out var other) && Math.Abs(value.Value - other) <= Tolerance * Math.Max(1, Math.Abs(other)))
            ? null
            : $"the model is not that of its list of {listed.Count} entries";
    }

    private static Dictionary<(string Item, int Index), double> Values(KeptModel kept) => kept.Arms.Append(KeyValuePair.Create("", kept.Common))
        .SelectMany(arm => MemoryMarshal.Cast<byte, double>(arm.Value.Numbers).ToArray().Select((value, index) => (Key: (arm.Key, index), value)))
        .ToDictionary(entry => entry.Key, entry => entry.value);

    private static double[] Vector(SlotSettings settings, LoggedCall call) => SlotDecider.Encode(FeatureSpace.Of(settings.Model), call.Context, Shown(call).Features);

    private static IReadOnlyList<string> ListFaults(IReadOnlyList<string> listed, IReadOnlyCollection<string> known)
    {
        var once = listed.ToHashSet(StringComparer.Ordinal);
        return once.Count == listed.Count && once.SetEquals(known)
            ? []
            : [$"the list of what was learned has {listed.Count} decisions, {once.Count} different ones, {once.Count(known.Contains)} of the {known.Count} that were acknowledged"];
    }

    private static string? Difference(BanditModel learned, BanditModel relearned)
    {
        if (learned.Common.Count != relearned.Common.Count)
        {
            return $"{learned.Common.Count} decisions are learned instead of {relearned.Common.Count}";
        }

        var arms = relearned.Arms.ToDictionary(arm => arm.Key, arm => arm.Value);
        return learned.Arms.Count() != arms.Count
            ? $"{learned.Arms.Count()} items are learned instead of {arms.Count}"
            : learned.Arms.Append(KeyValuePair.Create("", learned.Common))
                .Select(arm => Difference(arm.Key, arm.Value, arm.Key.Length == 0 ? relearned.Common : arms.GetValueOrDefault(arm.Key)))
                .FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(string item, LinearStatistics learned, LinearStatistics? relearned)
    {
        if (relearned is null)
        {
            return $"'{item}' is learned and was never shown";
        }

        // Both are sums of weights relative to their own epochs.
        var scale = Math.ScaleB(1, (int)(learned.Epoch - relearned.Epoch));
        foreach (var (one, two) in Numbers(learned).Zip(Numbers(relearned)))
        {
            if (Math.Abs((one * scale) - two) > Tolerance * Math.Max(1, Math.Abs(two)))
            {
                return $"'{item}': {one * scale:R} instead of {two:R}";
            }
        }

        return null;
    }

    private static IEnumerable<double> Numbers(LinearStatistics statistics) =>
        [statistics.Weight, statistics.Rewards, statistics.Squares, .. statistics.Gram, .. statistics.Moments];
}
