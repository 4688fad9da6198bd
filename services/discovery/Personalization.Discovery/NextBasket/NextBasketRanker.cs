using System.Runtime.InteropServices;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.NextBasket;

/// <summary>Ranks the items of a shopper's next basket: by learned trees, or plainly by decayed frequency and popularity while nothing is learned.</summary>
public sealed class NextBasketRanker(BasketStatistics all, NextBasketOptions options)
{
    private readonly NextBasketCandidates _candidates = new(options);
    private readonly StoreTotals _totals = new();
    private readonly List<int> _found = [];
    private readonly List<int> _taught = [];
    private double[] _scores = [];
    private double[] _beside = [];
    private double[] _besideOwn = [];
    private float[] _rows = [];

    /// <summary>Null: the plain order.</summary>
    public BoostedTrees? Trees { get; set; }

    /// <summary>The best items, best first; equals by more baskets, then the smaller number.</summary>
    /// <param name="own">The shopper's baskets.</param>
    /// <param name="now">When, Unix milliseconds.</param>
    /// <param name="take">How many.</param>
    public List<RankedItem> Rank(OwnBaskets own, long now, int take)
    {
        _totals.Read(all);
        _candidates.Find(own, all, _found);
        var scene = Scene.Of(own, _totals, now);
        var ranked = new List<RankedItem>(_found.Count);
        if (Trees is { } trees)
        {
            ScoreByTrees(own, scene, trees, ranked);
        }
        else
        {
            foreach (var item in _found)
            {
                var slow = own.Items.GetValueOrDefault(item)?.Slow(own.Last) ?? 0;
                ranked.Add(new RankedItem(item, NextBasketFeatures.Plain(slow, all.Of(item)?.Baskets ?? 0, scene)));
            }
        }

        return BestFirst.Take(ranked, take, (left, right) =>
        {
            var byScore = right.Score.CompareTo(left.Score);
            var byBaskets = byScore != 0 ? byScore : (all.Of(right.Item)?.Baskets ?? 0).CompareTo(all.Of(left.Item)?.Baskets ?? 0);
            return byBaskets != 0 ? byBaskets : left.Item.CompareTo(right.Item);
        });
    }

    /// <summary>What each feature added to the score of an item, the strongest first; empty without trees.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Explain(OwnBaskets own, long now, int item)
    {
        if (Trees is not { } trees)
        {
            return [];
        }

        _totals.Read(all);
        var values = new float[NextBasketFeatures.Names.Count];
        var terms = new double[values.Length];
        NextBasketFeatures.Read(own, all, Scene.Of(own, _totals, now), item, values);
        trees.Explain(values, terms);
        return [.. terms.Select((term, feature) => KeyValuePair.Create(NextBasketFeatures.Names[feature], term)).OrderByDescending(term => Math.Abs(term.Value))];
    }

    private void ScoreByTrees(OwnBaskets own, Scene scene, BoostedTrees trees, List<RankedItem> ranked)
    {
        var items = CollectionsMarshal.AsSpan(_found);
        var features = NextBasketFeatures.Names.Count;
        MakeRoom(items.Length);
        var scores = _scores.AsSpan(0, items.Length);
        var beside = _beside.AsSpan(0, items.Length);
        var besideOwn = _besideOwn.AsSpan(0, items.Length);
        var rows = _rows.AsSpan(0, items.Length * features);
        beside.Clear();
        besideOwn.Clear();
        NextBasketFeatures.ReadBeside(own, all, scene, items, beside, besideOwn);
        for (var at = 0; at < items.Length; at++)
        {
            NextBasketFeatures.Read(own, all, scene, items[at], beside[at], besideOwn[at], rows.Slice(at * features, features));
        }

        trees.Score(rows, scores);
        for (var at = 0; at < items.Length; at++)
        {
            ranked.Add(new RankedItem(items[at], scores[at]));
        }
    }

    /// <summary>Adds what a basket teaches: each item considered before it, and whether it was bought.</summary>
    /// <param name="own">The shopper's baskets before it; at least one.</param>
    /// <param name="basket">The basket.</param>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="every">No sample: every considered item.</param>
    internal void Teach(OwnBaskets own, PastBasket basket, BoostingRows rows, bool every)
    {
        _totals.Read(all);
        _candidates.Find(own, all, _found);
        var scene = Scene.Of(own, _totals, basket.At);
        _taught.Clear();
        foreach (var item in _found)
        {
            if (!IsSampled(item) || (uint)HashCode(item, rows.Count + _taught.Count) % options.SampleOf == 0)
            {
                _taught.Add(item);
            }
        }

        var items = CollectionsMarshal.AsSpan(_taught);
        MakeRoom(items.Length);
        var beside = _beside.AsSpan(0, items.Length);
        var besideOwn = _besideOwn.AsSpan(0, items.Length);
        beside.Clear();
        besideOwn.Clear();
        NextBasketFeatures.ReadBeside(own, all, scene, items, beside, besideOwn);

        // An item of a small basket is a larger share of it: what is learned is the expected share of the basket.
        var weight = 1f / basket.Items.Length;
        Span<float> values = stackalloc float[NextBasketFeatures.Names.Count];
        for (var at = 0; at < items.Length; at++)
        {
            NextBasketFeatures.Read(own, all, scene, items[at], beside[at], besideOwn[at], values);
            rows.Add(values, IsBought(items[at]), IsSampled(items[at]) ? weight * options.SampleOf : weight);
        }

        bool IsBought(int item) => Array.IndexOf(basket.Items, item) >= 0;

        bool IsSampled(int item) => !every && !own.Items.ContainsKey(item) && !IsBought(item);
    }

    private void MakeRoom(int items)
    {
        if (_scores.Length < items)
        {
            (_scores, _beside, _besideOwn, _rows) = (new double[items], new double[items], new double[items], new float[items * NextBasketFeatures.Names.Count]);
        }
    }

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
