using System.Collections.Concurrent;
using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.Quantities;

/// <summary>
/// How many units of an item a shopper takes who has bought it before: each own purchase votes for its quantity, and so do what everybody takes of the item, what
/// follows the last quantity, and what the shopper takes of anything. The weights are fitted while purchases are met: every setting tells each quantity
/// before it is counted, and the one that has been right most often is used. Any number may ask at once, but not beside a writer.
/// </summary>
public sealed class QuantityModel
{
    private const double Prior = 3, ShopperPrior = 5;

    /// <summary>Quantities of everybody that are considered beside the shopper's own.</summary>
    private const int Common = 3;

    /// <summary>Purchases told before the settings are judged.</summary>
    private const int MinTold = 200;

    private readonly Dictionary<int, QuantityCounts> _items = [];
    private readonly Dictionary<double, QuantityCounts> _next = [];
    private readonly Dictionary<(int Item, double Last), QuantityCounts> _nextOfItem = [];
    private readonly int[] _right = new int[QuantitySettings.Grid.Count];
    private readonly ConcurrentBag<Candidates> _free = [];
    private int _told;
    private int _decay = DecayOf(QuantitySettings.Default);

    /// <summary>The settings in use.</summary>
    public QuantitySettings Settings { get; private set; } = QuantitySettings.Default;

    /// <summary>Counts a purchase.</summary>
    /// <param name="item">The item.</param>
    /// <param name="own">The shopper's baskets before.</param>
    /// <param name="quantity">Taken now.</param>
    public void Add(int item, OwnBaskets own, double quantity)
    {
        if (own.Entries.GetValueOrDefault(item)?.Quantities is [.., var last] before)
        {
            Tell(item, before, own.Quantities, quantity);
            Of(_next, last).Add(quantity);
            Of(_nextOfItem, (item, last)).Add(quantity);
        }

        Of(_items, item).Add(quantity);
    }

    /// <summary>The next quantity; null for an item that the shopper never took a known quantity of.</summary>
    public double? Quantity(int item, OwnBaskets own)
    {
        if (own.Entries.GetValueOrDefault(item)?.Quantities is not { Count: > 0 } before)
        {
            return null;
        }

        var candidates = Find(item, before, own.Quantities);
        var best = candidates.Best(Settings, _decay);
        _free.Add(candidates);
        return best;
    }

    private void Tell(int item, IReadOnlyList<double> before, QuantityCounts ofShopper, double quantity)
    {
        var candidates = Find(item, before, ofShopper);
        var perDecay = QuantitySettings.Grid.Count / QuantitySettings.Decays.Count;
        for (var at = 0; at < _right.Length; at++)
        {
            _right[at] += candidates.Best(QuantitySettings.Grid[at], at / perDecay) == quantity ? 1 : 0;
        }

        _free.Add(candidates);
        if (++_told >= MinTold)
        {
            Settings = QuantitySettings.Grid[_right.IndexOf(_right.Max())];
            _decay = DecayOf(Settings);
        }
    }

    private static int DecayOf(QuantitySettings settings) => QuantitySettings.Decays.TakeWhile(decay => decay != settings.Decay).Count();

    /// <summary>The last quantity first: it wins ties.</summary>
    private Candidates Find(int item, IReadOnlyList<double> before, QuantityCounts ofShopper)
    {
        if (!_free.TryTake(out var candidates))
        {
            candidates = new Candidates();
        }

        candidates.Clear();
        for (var at = before.Count - 1; at >= 0; at--)
        {
            var candidate = candidates.Of(before[at]);
            for (var decay = 0; decay < QuantitySettings.Decays.Count; decay++)
            {
                candidate.Own[decay] += Math.Pow(QuantitySettings.Decays[decay], before.Count - 1 - at);
            }
        }

        var ofItem = _items.GetValueOrDefault(item);
        Span<double> common = stackalloc double[Common];
        foreach (var quantity in common[..(ofItem?.ReadCommon(common) ?? 0)])
        {
            candidates.Of(quantity);
        }

        var next = _next.GetValueOrDefault(before[^1]);
        var nextOfItem = _nextOfItem.GetValueOrDefault((item, before[^1]));
        foreach (var candidate in candidates.All)
        {
            candidate.Item = ofItem?.Share(candidate.Quantity, Prior) ?? 0;
            candidate.Next = next?.Share(candidate.Quantity, Prior) ?? 0;
            candidate.NextOfItem = nextOfItem?.Share(candidate.Quantity, Prior) ?? 0;
            candidate.Shopper = ofShopper.Share(candidate.Quantity, ShopperPrior);
        }

        return candidates;
    }

    private static QuantityCounts Of<TKey>(Dictionary<TKey, QuantityCounts> counts, TKey key)
        where TKey : notnull
    {
        if (!counts.TryGetValue(key, out var found))
        {
            counts.Add(key, found = new QuantityCounts());
        }

        return found;
    }
}
