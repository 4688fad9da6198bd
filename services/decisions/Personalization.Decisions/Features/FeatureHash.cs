namespace Personalization.Decisions.Features;

/// <summary>Stable 64-bit hashes of names: the same in every process and version, because models are kept under them.</summary>
public static class FeatureHash
{
    private const ulong Offset = 14695981039346656037, Prime = 1099511628211;

    /// <summary>FNV-1a over the UTF-16 code units, finished by <see cref="Mix"/>: FNV alone leaves the low bits of short names alike.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => Mix(Raw(Offset, text));

    /// <summary>The hash of a name inside a namespace, without joining the two.</summary>
    public static ulong Of(ReadOnlySpan<char> space, ReadOnlySpan<char> text) => Mix(Raw((Raw(Offset, space) ^ '\u001f') * Prime, text));

    /// <summary>The hash of a pair; the order of the two matters.</summary>
    public static ulong Pair(ulong first, ulong second) => Mix(first + 0x9E3779B97F4A7C15 + (second * 31));

    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static ulong Raw(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * Prime;
        }

        return hash;
    }
}
