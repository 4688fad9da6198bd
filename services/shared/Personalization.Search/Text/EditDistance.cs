namespace Personalization.Search.Text;

/// <summary>How many slips lie between two words: a letter too many, one missing, another one, two neighbours swapped (optimal string alignment; Damerau 1964).</summary>
internal static class EditDistance
{
    /// <summary>Longer words are compared by their beginnings.</summary>
    private const int MaxLength = Tokenizer.MaxWordLength;

    /// <returns>The distance, or <paramref name="limit"/> + 1 when it is larger than the limit.</returns>
    public static int Of(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return limit + 1;
        }

        left = left[..Math.Min(left.Length, MaxLength)];
        right = right[..Math.Min(right.Length, MaxLength)];
        Span<int> before = stackalloc int[MaxLength + 1];
        Span<int> above = stackalloc int[MaxLength + 1];
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var at = 0; at <= right.Length; at++)
        {
            above[at] = at;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var value = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    value = Math.Min(value, before[j - 2] + 1);
                }

                row[j] = value;
                least = Math.Min(least, value);
            }

            if (least > limit)
            {
                return limit + 1;
            }

            var free = before;
            before = above;
            above = row;
            row = free;
        }

        return Math.Min(above[right.Length], limit + 1);
    }
}
