using System.Text;

namespace Personalization.Discovery.Popularity;

/// <summary>FNV-1a, 64 bits, over UTF-8: the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
public static class StableHash
{
    public static long Of(string text)
    {
        var hash = 14695981039346656037UL;
        Span<byte> buffer = stackalloc byte[512];
        var bytes = Encoding.UTF8.GetMaxByteCount(text.Length) <= buffer.Length ? buffer[..Encoding.UTF8.GetBytes(text, buffer)] : Encoding.UTF8.GetBytes(text);
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return (long)hash;
    }
}
