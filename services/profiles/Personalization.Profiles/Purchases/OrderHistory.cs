using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Purchases;

/// <summary>Purchases by product, each product's in order of time. Bounded by days and lines.</summary>
public sealed class OrderHistory
{
    private HabitSummary? _habits;

    private OrderHistory(ImmutableDictionary<string, ImmutableArray<PurchaseLine>> byProduct, int count, long oldest)
    {
        ByProduct = byProduct;
        Count = count;
        Oldest = oldest;
    }

    public static OrderHistory Empty { get; } = new(ImmutableDictionary<string, ImmutableArray<PurchaseLine>>.Empty, 0, long.MaxValue);

    public ImmutableDictionary<string, ImmutableArray<PurchaseLine>> ByProduct { get; }

    /// <summary>Lines in all.</summary>
    public int Count { get; }

    /// <summary>What the purchases say of the next one; worked out at the first read of this instance, then kept.</summary>
    public HabitSummary Habits(LearningOptions options) =>
        _habits is { } known && ReferenceEquals(known.Options, options) ? known : _habits = HabitSummary.Of(this, options);

    private long Oldest { get; }

    public static OrderHistory Of(IEnumerable<KeyValuePair<string, ImmutableArray<PurchaseLine>>> byProduct)
    {
        var dictionary = byProduct.ToImmutableDictionary();
        return new OrderHistory(
            dictionary,
            dictionary.Values.Sum(lines => lines.Length),
            dictionary.Count == 0 ? long.MaxValue : dictionary.Values.Min(lines => lines[0].At));
    }

    public ImmutableArray<PurchaseLine> Lines(string productId) => ByProduct.GetValueOrDefault(productId, []);

    public bool Has(string productId) => ByProduct.ContainsKey(productId);

    public bool Knows(string productId, ulong lineHash) => Lines(productId).Any(line => line.LineHash == lineHash);

    /// <summary>With one more line, and without those older than <paramref name="keepFrom"/> or beyond <paramref name="maxLines"/>.</summary>
    public OrderHistory Add(string productId, PurchaseLine line, long keepFrom, int maxLines)
    {
        var lines = Lines(productId);
        var place = lines.Length;
        while (place > 0 && Before(line, lines[place - 1]))
        {
            place--;
        }

        var added = new OrderHistory(ByProduct.SetItem(productId, lines.Insert(place, line)), Count + 1, Math.Min(Oldest, line.At));
        return added.Count > maxLines || added.Oldest < keepFrom ? added.Trim(keepFrom, maxLines) : added;
    }

    private static bool Before(PurchaseLine left, PurchaseLine right) =>
        left.At != right.At ? left.At < right.At : left.LineHash < right.LineHash;

    private OrderHistory Trim(long keepFrom, int maxLines)
    {
        if (Count > maxLines)
        {
            keepFrom = Math.Max(keepFrom, ByProduct.Values.SelectMany(lines => lines).Select(line => line.At).OrderDescending().ElementAt(maxLines - 1));
        }

        return Of(ByProduct
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.RemoveAll(line => line.At < keepFrom)))
            .Where(entry => !entry.Value.IsEmpty));
    }
}
