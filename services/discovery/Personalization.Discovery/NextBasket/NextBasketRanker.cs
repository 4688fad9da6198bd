using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.NextBasket;

/// <summary>
/// Ranks the items of a shopper's next basket: by learned trees, or plainly by decayed frequency and popularity while nothing is learned. Any number may ask at once, while nobody writes
/// the statistics or teaches.
/// </summary>
public sealed class NextBasketRanker(BasketStatistics all, NextBasketOptions options)
{
    private readonly NextBasketCandidates _candidates = new(options);
    private readonly ConcurrentBag<NextBasketScratch> _free = [];
    private StoreTotals? _totals;

    /// <summary>Null: the plain order.</summary>
    public BoostedTrees? Trees { get; set; }

    /// <summary>The best items, best first; equals by more baskets, then the smaller number.</summary>
    /// <param name="own">The shopper's baskets.</param>
    /// <param name="now">When, Unix milliseconds.</param>
    /// <param name="take">How many.</param>
    public List<RankedItem> Rank(OwnBaskets own, long now, int take)
    {
        var scratch = Rent();
        _candidates.Find(own, all, scratch);
        var scene = Scene.Of(own, Totals(), now);
        var ranked = new BestItems(Math.Min(take, scratch.Found.Count), all);
        if (Trees is { } trees)
        {
            ScoreByTrees(own, scene, trees, scratch, ranked);
        }
        else
        {
            foreach (var item in scratch.Found)
            {
                var slow = own.Entries.GetValueOrDefault(item)?.Slow(own.Last) ?? 0;
                ranked.Offer(new RankedItem(item, NextBasketFeatures.Plain(slow, all.BasketsWith(item), scene)));
            }
        }

        _free.Add(scratch);
        return ranked.Items;
    }

    /// <summary>What each feature added to the score of an item, the strongest first; empty without trees.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Explain(OwnBaskets own, long now, int item)
    {
        if (Trees is not { } trees)
        {
            return [];
        }

        var values = new float[NextBasketFeatures.Names.Count];
        var terms = new double[values.Length];
        NextBasketFeatures.Read(own, all, Scene.Of(own, Totals(), now), item, values);
        trees.Explain(values, terms);
        return [.. terms.Select((term, feature) => KeyValuePair.Create(NextBasketFeatures.Names[feature], term)).OrderByDescending(term => Math.Abs(term.Value))];
    }

    private void ScoreByTrees(OwnBaskets own, Scene scene, BoostedTrees trees, NextBasketScratch scratch, BestItems ranked)
    {
        var items = CollectionsMarshal.AsSpan(scratch.Found);
        var features = NextBasketFeatures.Names.Count;
        scratch.MakeRoom(items.Length);
        var scores = scratch.Scores.AsSpan(0, items.Length);
        var rows = scratch.Rows.AsSpan(0, items.Length * features);
        NextBasketFeatures.ReadBeside(own, all, scene, items, scratch);
        for (var at = 0; at < items.Length; at++)
        {
            NextBasketFeatures.Read(own, all, scene, items[at], scratch.Beside[at], scratch.BesideOwn[at], rows.Slice(at * features, features));
        }

        trees.Score(rows, scores);
        for (var at = 0; at < items.Length; at++)
        {
            ranked.Offer(new RankedItem(items[at], scores[at]));
        }
    }

    /// <summary>Adds what a basket teaches: each item considered before it, and whether it was bought.</summary>
    /// <param name="own">The shopper's baskets before it; at least one.</param>
    /// <param name="basket">The basket.</param>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="every">No sample: every considered item.</param>
    internal void Teach(OwnBaskets own, PastBasket basket, BoostingRows rows, bool every)
    {
        var scratch = Rent();
        _candidates.Find(own, all, scratch);
        var scene = Scene.Of(own, Totals(), basket.At);
        var taught = scratch.Taught;
        taught.Clear();
        foreach (var item in scratch.Found)
        {
            if (!IsSampled(item) || (uint)HashCode(item, rows.Count + taught.Count) % options.SampleOf == 0)
            {
                taught.Add(item);
            }
        }

        var items = CollectionsMarshal.AsSpan(taught);
        scratch.MakeRoom(items.Length);
        NextBasketFeatures.ReadBeside(own, all, scene, items, scratch);

        // An item of a small basket is a larger share of it: what is learned is the expected share of the basket.
        var weight = 1f / basket.Items.Length;
        Span<float> values = stackalloc float[NextBasketFeatures.Names.Count];
        for (var at = 0; at < items.Length; at++)
        {
            NextBasketFeatures.Read(own, all, scene, items[at], scratch.Beside[at], scratch.BesideOwn[at], values);
            rows.Add(values, IsBought(items[at]), IsSampled(items[at]) ? weight * options.SampleOf : weight);
        }

        _free.Add(scratch);

        bool IsBought(int item) => Array.IndexOf(basket.Items, item) >= 0;

        bool IsSampled(int item) => !every && !own.Entries.ContainsKey(item) && !IsBought(item);
    }

    /// <summary>Two who find them out of date at once work out the same.</summary>
    private StoreTotals Totals() => _totals = StoreTotals.Of(all, _totals);

    private NextBasketScratch Rent() => _free.TryTake(out var scratch) ? scratch : new NextBasketScratch();

    /// <summary>The same in every process, unlike that of the framework.</summary>
    private static int HashCode(int item, int row)
    {
        unchecked
        {
            var mixed = (uint)((item * 0x9E3779B1) ^ (row * 0x85EBCA77));
            mixed ^= mixed >> 15;
            mixed *= 0x2C1B3C6D;
            return (int)(mixed ^ (mixed >> 13));
        }
    }
}
