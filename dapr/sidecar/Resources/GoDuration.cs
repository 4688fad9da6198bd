using System.Buffers;
using System.Globalization;

namespace Personalization.Sidecar.Resources;

/// <summary>Go's duration text: a sign, then numbers each with a unit (<c>ns us ms s m h</c>), e.g. <c>1h15m0.5s</c>; or a bare <c>0</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var negative = false;
        if (text is ['-' or '+', .. var unsigned])
        {
            negative = text[0] == '-';
            text = unsigned;
        }

        if (text is "0")
        {
            return true;
        }

        if (text.IsEmpty)
        {
            return false;
        }

        var ticks = 0m;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            text = text[digits..];
            var length = text.IndexOfAny(NumberCharacters);
            length = length < 0 ? text.Length : length;
            decimal? unit = text[..length] switch
            {
                "ns" => 0.01m,
                "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                _ => null,
            };
            if (unit is null || number > long.MaxValue / TimeSpan.TicksPerHour)
            {
                return false;
            }

            ticks += number * unit.Value;
            text = text[length..];
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
        {
            return false;
        }

        value = TimeSpan.FromTicks((long)(negative ? -ticks : ticks));
        return true;
    }
}
