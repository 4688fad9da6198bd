using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Personalization.Sidecar.Api;

/// <summary>The W3C <c>traceparent</c> header: goes on with a caller's trace, or begins one.</summary>
internal static class TraceParent
{
    private const int Length = 55;
    private const int SpanStart = 36;
    private const int SpanEnd = 52;

    /// <summary>The header of a new span: in the caller's trace if <paramref name="incoming"/> is valid, else a new trace sampled at the rate.</summary>
    public static string Continue(string? incoming, double samplingRate)
    {
        var span = Random.Shared.NextInt64(1, long.MaxValue);
        if (IsValid(incoming))
        {
            return string.Create(Length, (incoming, span), static (text, from) =>
            {
                from.incoming.AsSpan().CopyTo(text);
                from.span.TryFormat(text[SpanStart..SpanEnd], out _, "x16", CultureInfo.InvariantCulture);
            });
        }

        var high = Random.Shared.NextInt64(1, long.MaxValue);
        var low = Random.Shared.NextInt64();
        var sampled = samplingRate >= 1 || Random.Shared.NextDouble() < samplingRate;
        return string.Create(CultureInfo.InvariantCulture, $"00-{high:x16}{low:x16}-{span:x16}-{(sampled ? "01" : "00")}");
    }

    /// <summary>Whether the text is a context that this version of the standard reads.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: Length }
        && text[0] == '0' && text[1] == '0' && text[2] == '-' && text[35] == '-' && text[SpanEnd] == '-'
        && IsHex(text.AsSpan(3, 32)) && IsHex(text.AsSpan(SpanStart, 16)) && IsHex(text.AsSpan(53, 2))
        && text.AsSpan(3, 32).ContainsAnyExcept('0');

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
