using System.Text.Json;

namespace Personalization.Storefront.Requests;

/// <summary>
/// Closing a bracket costs a JSON document a walk over everything within it, so what a body costs is its values times
/// their depth: a megabyte of open brackets would take half a minute.
/// </summary>
public static class JsonNesting
{
    /// <summary>Steps that take some tenths of a second. One value alone may be 14,000 levels deep; flat bodies never come near.</summary>
    private const long MaxSteps = 200_000_000;

    /// <summary>Below this length the limit is out of reach, whatever the body holds.</summary>
    private const int HarmlessLength = 16 * 1024;

    /// <summary>False also for what is no JSON at all: that is for the parser to say, where it stops.</summary>
    public static bool IsTooCostly(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= HarmlessLength)
        {
            return false;
        }

        long steps = 0;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (steps <= MaxSteps && reader.Read())
            {
                steps += reader.CurrentDepth;
            }
        }
        catch (JsonException)
        {
            // The parser reads as far, and no further.
        }

        return steps > MaxSteps;
    }
}
