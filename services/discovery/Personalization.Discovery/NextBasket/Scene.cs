using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>What is the same for all items of one question.</summary>
public sealed class Scene
{
    /// <summary>Own items whose neighbours count.</summary>
    internal const int MaxAnchors = 20;

    public required long Now { get; init; }

    public required double DaysSinceLast { get; init; }

    /// <summary>Sum of what was bought lately over all items, above 0.</summary>
    public required double RecentTotal { get; init; }

    /// <summary>Baskets with the item that most have, at least 1.</summary>
    public required int MostBaskets { get; init; }

    /// <summary>Mean logarithm of the days between two purchases of an item.</summary>
    public required double LogGap { get; init; }

    public required double RepeatShare { get; init; }

    public required double AgainShare { get; init; }

    public required double KeptShare { get; init; }

    /// <summary>Own items bought most and latest, with the weight of each.</summary>
    public required IReadOnlyList<(int Item, double Weight)> Anchors { get; init; }

    /// <summary>Place of an item in <see cref="Anchors"/>; -1 when it is none.</summary>
    internal int AnchorOf(int item)
    {
        for (var at = 0; at < Anchors.Count; at++)
        {
            if (Anchors[at].Item == item)
            {
                return at;
            }
        }

        return -1;
    }

    public static Scene Of(OwnBaskets own, StoreTotals totals, long now)
    {
        var slow = new List<(int Item, double Weight)>(own.Entries.Count);
        foreach (var (item, mine) in own.Entries)
        {
            slow.Add((item, mine.Slow(own.Last)));
        }

        slow.Sort(static (left, right) => left.Weight != right.Weight ? right.Weight.CompareTo(left.Weight) : left.Item.CompareTo(right.Item));
        if (slow.Count > MaxAnchors)
        {
            slow.RemoveRange(MaxAnchors, slow.Count - MaxAnchors);
        }

        return new Scene
        {
            Now = now,
            DaysSinceLast = own.Count == 0 ? -1 : BasketDays.Between(own.LastAt, now),
            RecentTotal = Math.Max(totals.RecentAt(now), 1e-9),
            MostBaskets = totals.MostBaskets,
            LogGap = totals.LogGap,
            RepeatShare = totals.RepeatShare,
            AgainShare = totals.AgainShare,
            KeptShare = totals.KeptShare,
            Anchors = slow,
        };
    }
}
