using System.Text;

namespace Personalization.Profiles.Learning;

/// <summary>A 64-bit hash that is the same in every process and release: FNV-1a over UTF-8 with a final mix. Not for secrets.</summary>
public static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(string text) => Mix(Add(Offset, text));

    /// <summary>Of two texts; (`ab`, `c`) and (`a`, `bc`) differ.</summary>
    public static ulong Of(string first, string second) => Mix(Add((Add(Offset, first) ^ 0xFF) * Prime, second));

    public static uint Short(string text)
    {
        var hash = Of(text);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>Of the text behind the character, which is ASCII.</summary>
    public static uint Short(char first, string text)
    {
        var hash = Mix(Add((Offset ^ first) * Prime, text));
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Add(ulong hash, string text)
    {
        Span<byte> utf8 = stackalloc byte[512];
        var bytes = Encoding.UTF8.TryGetBytes(text, utf8, out var written) ? utf8[..written] : Encoding.UTF8.GetBytes(text);
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
