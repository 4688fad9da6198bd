using System.Diagnostics;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
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
        var settings = new SlotSettings();
        var relearned = new BanditModel(settings.Model);
        var space = new FeatureSpace(settings.Model.Dimensions, settings.Model.Features);
        foreach (var (id, call) in await state.CallsAsync(known.Keys))
        {
            if (call is null)
            {
                return [$"decision {id} was acknowledged and is not in the log"];
            }

            var shown = call.Slots[0].Items[call.Slots[0].Chosen];
            if (shown.Id != known[id].Selected)
            {
                return [$"decision {id} showed {known[id].Selected} and is logged as {shown.Id}"];
            }

            relearned.Learn(shown.Id, SlotDecider.Encode(space, call.Context, shown.Features), known[id].Rewards.Values.Sum(), call.At);
        }

        // Windows are still to close, and late rewards still to be learned.
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var kept = await state.ModelAsync();
            var difference = kept is null ? "nothing is learned" : Difference(KeptModel.Restore(kept, settings.Model), relearned);
            if (difference is null)
            {
                return ListFaults(await state.LearnedAsync(kept!.Learned), known.Keys);
            }

            if (clock.Elapsed > Patience)
            {
                return [difference];
            }

            await Task.Delay(Pause);
        }
    }

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
