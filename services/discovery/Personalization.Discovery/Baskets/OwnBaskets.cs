using Personalization.Discovery.Quantities;

namespace Personalization.Discovery.Baskets;

/// <summary>One shopper's baskets, read in order of time, and what they say of each item.</summary>
public sealed class OwnBaskets
{
    private readonly Dictionary<int, OwnItem> _items = [];
    private int _lines;
    private int _repeats;
    private int _laterLines;

    /// <summary>Baskets so far.</summary>
    public int Count { get; private set; }

    public IReadOnlyDictionary<int, OwnItem> Items => _items;

    /// <summary>The same, for those who go through it with every answer.</summary>
    internal Dictionary<int, OwnItem> Entries => _items;

    /// <summary>Number of the last basket; -1 before the first.</summary>
    public int Last => Count - 1;

    public long FirstAt { get; private set; }

    public long LastAt { get; private set; }

    public IReadOnlyList<int> LastItems { get; private set; } = [];

    /// <summary>Quantities of anything.</summary>
    public QuantityCounts Quantities { get; } = new();

    public double MeanSize => Count == 0 ? 0 : (double)_lines / Count;

    /// <summary>Of the lines after the first basket, the share of items bought before, drawn to a half by one line.</summary>
    public double RepeatShare => (_repeats + 0.5) / (_laterLines + 1.0);

    /// <summary>Mean days between baskets; 0 after one.</summary>
    public double MeanGapDays => Count < 2 ? 0 : BasketDays.Between(FirstAt, LastAt) / (Count - 1);

    public static OwnBaskets Of(IEnumerable<PastBasket> baskets)
    {
        var own = new OwnBaskets();
        foreach (var basket in baskets)
        {
            own.Add(basket);
        }

        return own;
    }

    /// <param name="basket">Not earlier than the ones before.</param>
    public void Add(PastBasket basket)
    {
        if (Count == 0)
        {
            FirstAt = basket.At;
        }

        for (var place = 0; place < basket.Items.Length; place++)
        {
            var item = basket.Items[place];
            if (!_items.TryGetValue(item, out var own))
            {
                _items.Add(item, own = new OwnItem());
            }
            else
            {
                _repeats++;
            }

            own.Add(Count, basket.At, basket.Quantities?[place]);
            if (basket.Quantities is { } quantities)
            {
                Quantities.Add(quantities[place]);
            }
        }

        _lines += basket.Items.Length;
        _laterLines += Count > 0 ? basket.Items.Length : 0;
        LastAt = basket.At;
        LastItems = basket.Items;
        Count++;
    }
}
