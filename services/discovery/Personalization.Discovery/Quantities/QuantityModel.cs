using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.Quantities;

/// <summary>
/// How many units of an item a shopper takes who has bought it before: each own purchase votes for its quantity, and so do what everybody takes of the item, what
/// follows the last quantity, and what the shopper takes of anything. The weights are fitted while purchases are met: every setting tells each quantity
/// before it is counted, and the one that has been right most often is used.
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
    private readonly List<Candidate> _candidates = [];
    private int _told;

    /// <summary>The settings in use.</summary>
    public QuantitySettings Settings { get; private set; } = QuantitySettings.Default;

    /// <summary>Counts a purchase.</summary>
    /// <param name="item">The item.</param>
    /// <param name="own">The shopper's baskets before.</param>
    /// <param name="quantity">Taken now.</param>
    public void Add(int item, OwnBaskets own, double quantity)
    {
        if (own.Items.GetValueOrDefault(item)?.Quantities is [.., var last] before)
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
        if (own.Items.GetValueOrDefault(item)?.Quantities is not { Count: > 0 } before)
        {
            return null;
        }

        Find(item, before, own.Quantities);
        return Best(Settings, QuantitySettings.Decays.TakeWhile(decay => decay != Settings.Decay).Count());
    }

    private void Tell(int item, IReadOnlyList<double> before, QuantityCounts ofShopper, double quantity)
    {
        Find(item, before, ofShopper);
        var perDecay = QuantitySettings.Grid.Count / QuantitySettings.Decays.Count;
        for (var at = 0; at < _right.Length; at++)
        {
            _right[at] += Best(QuantitySettings.Grid[at], at / perDecay) == quantity ? 1 : 0;
        }

        if (++_told >= MinTold)
        {
            Settings = QuantitySettings.Grid[_right.IndexOf(_right.Max())];
        }
    }

    private double Best(QuantitySettings settings, int decay)
    {
        var best = (Quantity: 0.0, Score: -1.0);
        foreach (var candidate in _candidates)
        {
            var score = candidate.Score(settings, decay);
            if (score > best.Score)
            {
                best = (candidate.Quantity, score);
            }
        }

        return best.Quantity;
    }

    /// <summary>The last quantity first: it wins ties.</summary>
    private void Find(int item, IReadOnlyList<double> before, QuantityCounts ofShopper)
    {
        _candidates.Clear();
        for (var at = before.Count - 1; at >= 0; at--)
        {
            var candidate = Candidate(before[at]);
            for (var decay = 0; decay < QuantitySettings.Decays.Count; decay++)
            {
                candidate.Own[decay] += Math.Pow(QuantitySettings.Decays[decay], before.Count - 1 - at);
            }
        }

        var ofItem = _items.GetValueOrDefault(item);
        foreach (var (quantity, _) in (ofItem?.Counts ?? Empty).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(Common))
        {
            Candidate(quantity);
        }

        var next = _next.GetValueOrDefault(before[^1]);
        var nextOfItem = _nextOfItem.GetValueOrDefault((item, before[^1]));
        foreach (var candidate in _candidates)
        {
            candidate.Item = ofItem?.Share(candidate.Quantity, Prior) ?? 0;
            candidate.Next = next?.Share(candidate.Quantity, Prior) ?? 0;
            candidate.NextOfItem = nextOfItem?.Share(candidate.Quantity, Prior) ?? 0;
            candidate.Shopper = ofShopper.Share(candidate.Quantity, ShopperPrior);
        }
    }

    private static Dictionary<double, int> Empty { get; } = [];

    private Candidate Candidate(double quantity)
    {
        if (_candidates.Find(candidate => candidate.Quantity == quantity) is not { } known)
        {
            _candidates.Add(known = new Candidate(quantity));
        }

        return known;
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
