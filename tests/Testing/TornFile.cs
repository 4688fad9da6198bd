namespace Personalization.Testing;

/// <summary>
/// Files as a machine that lost its power in the middle of a write may leave them: everything that was forced to disk, and of what came after it a
/// part, followed by nothing or by what happened to be there.
/// </summary>
public static class TornFile
{
    /// <summary>Places to tear a file at: where the safe part ends, one byte before the end, and some between.</summary>
    /// <param name="safe">Length that was forced to disk.</param>
    /// <param name="end">Length with all that was written.</param>
    /// <param name="seed">Of the places between.</param>
    public static IReadOnlyList<long> Places(long safe, long end, int seed)
    {
        var random = new Random(seed);
        return [safe, safe + 1, .. Enumerable.Range(0, 6).Select(_ => random.NextInt64(safe, end)), end - 1];
    }

    /// <summary>Copies a file up to a place; what was behind it is gone, or, with rubbish, something else.</summary>
    public static void Copy(string from, string to, long place, Random? rubbish)
    {
        var bytes = File.ReadAllBytes(from);
        if (rubbish is null)
        {
            Array.Resize(ref bytes, (int)Math.Min(bytes.Length, place));
        }
        else if (place < bytes.Length)
        {
            rubbish.NextBytes(bytes.AsSpan((int)place));
        }

        File.WriteAllBytes(to, bytes);
    }
}
