using System.Text;

namespace Personalization.Decisions.Contracts;

/// <summary>
/// Texts of feature names: a shop's calls repeat the same few names thousands of times, so those that were met lately are not made anew. Holds
/// at most <see cref="Places"/> short names, and no words: `city=Oslo` is somebody's, `city` is nobody's.
/// </summary>
public static class FeatureNames
{
    private const int Places = 4096;
    private const int LongestKept = 48;
    private const uint Offset = 2166136261, Prime = 16777619;

    private static readonly string?[] Kept = new string?[Places];

    /// <summary>The text of UTF-8 bytes without escapes.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = Offset;
        foreach (var one in utf8)
        {
            hash = (hash ^ one) * Prime;
        }

        ref var place = ref Kept[(hash ^ (hash >> 16)) % Places];
        if (place is { } known && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (!text.Contains('='))
        {
            place = text;
        }

        return text;
    }
}
