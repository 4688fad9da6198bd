using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>What a next-basket ranker knows of one item for one shopper: own purchases, the shopper's rhythm, everybody's purchases, and what lay beside it.</summary>
public static class NextBasketFeatures
{
    /// <summary>In the order of the values.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "own_baskets", "own_share", "own_decayed", "own_recent", "own_age", "own_days", "own_due", "own_rate", "own_newness",
        "shopper_baskets", "shopper_size", "shopper_repeats", "shopper_days", "shopper_due",
        "item_share", "item_recent_share", "item_trend", "item_repeats", "item_again", "item_kept", "item_gap", "item_due",
        "beside_last", "beside_own", "plain",
    ];

    /// <summary>Items of the last basket whose neighbours count.</summary>
    internal const int Beside = 30;

    /// <summary>Writes the values of one item.</summary>
    /// <param name="own">The shopper's baskets.</param>
    /// <param name="all">Everybody's.</param>
    /// <param name="scene">What is the same for all items of one question.</param>
    /// <param name="item">The item.</param>
    /// <param name="values">Room for as many as <see cref="Names"/>.</param>
    public static void Read(OwnBaskets own, BasketStatistics all, Scene scene, int item, Span<float> values)
    {
        var scratch = new NextBasketScratch();
        scratch.MakeRoom(1);
        ReadBeside(own, all, scene, [item], scratch);
        Read(own, all, scene, item, scratch.Beside[0], scratch.BesideOwn[0], values);
    }

    /// <summary>How near items are to those of the last basket, and to the shopper's own: all items for one of those after the other, since what is known of pairs lies there.</summary>
    /// <param name="own">The shopper's baskets.</param>
    /// <param name="all">Everybody's.</param>
    /// <param name="scene">What is the same for all items of one question.</param>
    /// <param name="items">The items.</param>
    /// <param name="scratch">With room for them; takes <see cref="NextBasketScratch.Beside"/> and <see cref="NextBasketScratch.BesideOwn"/>.</param>
    internal static void ReadBeside(OwnBaskets own, BasketStatistics all, Scene scene, ReadOnlySpan<int> items, NextBasketScratch scratch)
    {
        var beside = scratch.Beside.AsSpan(0, items.Length);
        var besideOwn = scratch.BesideOwn.AsSpan(0, items.Length);
        beside.Clear();
        besideOwn.Clear();
        for (var at = 0; at < scene.Anchors.Count; at++)
        {
            var cosines = scratch.Cosines.AsSpan(at * items.Length, items.Length);
            all.ReadCosines(scene.Anchors[at].Item, items, cosines);
            Add(cosines, scene.Anchors[at].Weight, besideOwn);
        }

        // What was bought last is often an anchor too: its cosines are there already.
        var other = scratch.Cosines.AsSpan(scene.Anchors.Count * items.Length, items.Length);
        var rest = Math.Min(own.LastItems.Count, Beside);
        for (var place = 0; place < rest; place++)
        {
            var item = own.LastItems[place];
            if (scene.AnchorOf(item) is >= 0 and var at)
            {
                Add(scratch.Cosines.AsSpan(at * items.Length, items.Length), 1, beside);
            }
            else
            {
                all.ReadCosines(item, items, other);
                Add(other, 1, beside);
            }
        }
    }

    private static void Add(ReadOnlySpan<double> cosines, double weight, Span<double> sums)
    {
        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] += weight * cosines[at];
        }
    }

    internal static void Read(OwnBaskets own, BasketStatistics all, Scene scene, int item, double beside, double besideOwn, Span<float> values)
    {
        var mine = own.Entries.GetValueOrDefault(item);
        var counts = all.Of(item);
        var baskets = counts?.Baskets ?? 0;
        var share = (double)baskets / Math.Max(all.Baskets, 1);
        var recent = (counts?.Recent(scene.Now, all.RecentHalfLifeDays) ?? 0) / scene.RecentTotal;
        var gap = counts is { Repeats: > 0 } ? Math.Exp((counts.LogGaps + (scene.LogGap * 3)) / (counts.Repeats + 3)) : Math.Exp(scene.LogGap);
        var slow = mine?.Slow(own.Last) ?? 0;
        var days = mine is null ? -1 : BasketDays.Between(mine.LastAt, scene.Now);
        var ownGap = mine is { Count: > 1 } ? ((mine.MeanGapDays * (mine.Count - 1)) + gap) / mine.Count : gap;
        var at = 0;
        values[at++] = mine?.Count ?? 0;
        values[at++] = mine is null ? 0 : (float)((double)mine.Count / own.Count);
        values[at++] = (float)slow;
        values[at++] = (float)(mine?.Fast(own.Last) ?? 0);
        values[at++] = mine is null ? -1 : own.Last - mine.Last;
        values[at++] = (float)days;
        values[at++] = mine is null ? -1 : (float)(days / Math.Max(ownGap, 0.1));
        values[at++] = mine is null ? 0 : (float)((double)mine.Count / (own.Count - mine.First));
        values[at++] = mine is null ? -1 : own.Last - mine.First;
        values[at++] = own.Count;
        values[at++] = (float)own.MeanSize;
        values[at++] = (float)own.RepeatShare;
        values[at++] = (float)scene.DaysSinceLast;
        values[at++] = (float)(own.Count < 2 ? -1 : scene.DaysSinceLast / Math.Max(own.MeanGapDays, 0.1));
        values[at++] = (float)share;
        values[at++] = (float)recent;
        values[at++] = (float)(recent * scene.RecentTotal / Math.Max(baskets, 1));
        values[at++] = (float)(((counts?.Repeats ?? 0) + (scene.RepeatShare * 5)) / (baskets + 5.0));
        values[at++] = (float)(((counts?.AgainAfterLast ?? 0) + (scene.AgainShare * 10)) / ((counts?.AfterLast ?? 0) + 10.0));
        values[at++] = (float)(((counts?.Repeats ?? 0) + (scene.KeptShare * 20)) / ((counts?.AfterAny ?? 0) + 20.0));
        values[at++] = (float)gap;
        values[at++] = mine is null ? -1 : (float)(days / Math.Max(gap, 0.1));
        values[at++] = (float)beside;
        values[at++] = (float)besideOwn;
        values[at] = (float)Plain(slow, baskets, scene);
    }

    /// <summary>Decayed frequency and popularity, as in the baselines of the next-basket literature.</summary>
    internal static double Plain(double slow, int baskets, Scene scene) => slow + (3.0 * baskets / scene.MostBaskets);
}
