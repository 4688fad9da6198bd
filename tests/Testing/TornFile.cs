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

    /// <summary>Copies a file up to a place; what was behind it is gone or, where it is given, something else.</summary>
    public static void Copy(string from, string to, long place, Tail tail, int seed = 0)
    {
        var bytes = File.ReadAllBytes(from);
        var torn = bytes.AsSpan((int)Math.Min(place, bytes.Length));
        switch (tail)
        {
            case Tail.Zeros:
                torn.Clear();
                break;
            case Tail.Rubbish:
                new Random(seed).NextBytes(torn);
                break;
            default:
                Array.Resize(ref bytes, bytes.Length - torn.Length);
                break;
        }

        File.WriteAllBytes(to, bytes);
    }

    /// <summary>What is behind the place at which a file is torn.</summary>
    public enum Tail
    {
        /// <summary>The file ends there.</summary>
        None,

        /// <summary>The file system had given the file its new length, and no more.</summary>
        Zeros,

        /// <summary>What the blocks held before.</summary>
        Rubbish,
    }
}
