namespace Personalization.Search.Query;

/// <summary>The smallest keys first, without sorting the rest.</summary>
internal static class TopSelection
{
    /// <summary>Afterwards the first <paramref name="take"/> keys are the smallest, in order.</summary>
    public static void Sort(Span<RankedKey> keys, int take)
    {
        if (take < keys.Length)
        {
            Select(keys, take);
            keys = keys[..take];
        }

        keys.Sort();
    }

    /// <summary>Quickselect with the median of three as pivot; the keys are distinct.</summary>
    private static void Select(Span<RankedKey> keys, int take)
    {
        while (keys.Length > 16)
        {
            var pivot = Median(keys[0], keys[keys.Length / 2], keys[^1]);
            var left = 0;
            var right = keys.Length - 1;
            while (left <= right)
            {
                while (keys[left].CompareTo(pivot) < 0)
                {
                    left++;
                }

                while (keys[right].CompareTo(pivot) > 0)
                {
                    right--;
                }

                if (left <= right)
                {
                    (keys[left], keys[right]) = (keys[right], keys[left]);
                    left++;
                    right--;
                }
            }

            if (take <= right + 1)
            {
                keys = keys[..(right + 1)];
            }
            else if (take >= left)
            {
                keys = keys[left..];
                take -= left;
            }
            else
            {
                return;
            }
        }

        keys.Sort();
    }

    private static RankedKey Median(RankedKey first, RankedKey second, RankedKey third)
    {
        if (first.CompareTo(second) > 0)
        {
            (first, second) = (second, first);
        }

        return third.CompareTo(first) < 0 ? first : third.CompareTo(second) > 0 ? second : third;
    }
}
