using System.Numerics;

namespace Personalization.Discovery.Together;

/// <summary>Finds every association rule with one item on the right, level by level (Apriori; Agrawal and Srikant 1994), each set counted as bits of the baskets that have it.</summary>
public static class AssociationRules
{
    /// <param name="baskets">Distinct items of each.</param>
    /// <param name="options">Which rules are kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>In the order of their left sides, then right.</returns>
    public static IReadOnlyList<AssociationRule> Mine(IReadOnlyList<int[]> baskets, AssociationRuleOptions options, CancellationToken cancellationToken = default)
    {
        var singles = Singles(baskets, options.MinSupport);
        var counts = singles.ToDictionary(set => Key(set.Items), set => set.Count);
        var level = singles;
        List<ItemSet> frequent = [];
        for (var size = 2; size <= options.MaxItems && level.Count > 0; size++)
        {
            level = Larger(level, singles, baskets.Count, options.MinSupport, cancellationToken);
            level.ForEach(set => counts.Add(Key(set.Items), set.Count));
            frequent.AddRange(level.Select(set => set with { Bits = [] }));
        }

        return [.. frequent.SelectMany(set => Rules(set, counts, baskets.Count, options.MinConfidence))
            .OrderBy(rule => Key(rule.Left), StringComparer.Ordinal).ThenBy(rule => rule.Right)];
    }

    private static List<ItemSet> Singles(IReadOnlyList<int[]> baskets, double minSupport)
    {
        var bits = new SortedDictionary<int, ulong[]>();
        for (var place = 0; place < baskets.Count; place++)
        {
            foreach (var item in baskets[place])
            {
                if (!bits.TryGetValue(item, out var held))
                {
                    bits.Add(item, held = new ulong[(baskets.Count + 63) / 64]);
                }

                held[place >> 6] |= 1UL << (place & 63);
            }
        }

        return [.. bits.Select(item => new ItemSet([item.Key], item.Value, Count(item.Value))).Where(set => IsFrequent(set.Count, baskets.Count, minSupport))];
    }

    private static List<ItemSet> Larger(List<ItemSet> level, List<ItemSet> singles, int baskets, double minSupport, CancellationToken cancellationToken)
    {
        List<ItemSet> larger = [];
        foreach (var set in level)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var single in singles)
            {
                // Each set is made once, from its smaller items; a part of a frequent set is frequent.
                if (single.Items[0] <= set.Items[^1])
                {
                    continue;
                }

                var both = new ulong[set.Bits.Length];
                var count = 0;
                for (var word = 0; word < both.Length; word++)
                {
                    both[word] = set.Bits[word] & single.Bits[word];
                    count += BitOperations.PopCount(both[word]);
                }

                if (IsFrequent(count, baskets, minSupport))
                {
                    larger.Add(new ItemSet([.. set.Items, single.Items[0]], both, count));
                }
            }
        }

        return larger;
    }

    private static IEnumerable<AssociationRule> Rules(ItemSet set, Dictionary<string, int> counts, int baskets, double minConfidence)
    {
        foreach (var right in set.Items)
        {
            int[] left = [.. set.Items.Where(item => item != right)];
            var confidence = (double)set.Count / counts[Key(left)];
            if (confidence >= minConfidence)
            {
                yield return new AssociationRule(left, right, (double)set.Count / baskets, confidence, confidence * baskets / counts[Key([right])]);
            }
        }
    }

    private static bool IsFrequent(int count, int baskets, double minSupport) => (double)count / baskets >= minSupport;

    private static int Count(ulong[] bits) => bits.Sum(BitOperations.PopCount);

    private static string Key(IReadOnlyList<int> items) => string.Join(',', items);

    private sealed record ItemSet(int[] Items, ulong[] Bits, int Count);
}
