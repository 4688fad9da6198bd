using System.Globalization;

namespace Personalization.Storefront.Requests;

/// <summary>Times of the public contract: RFC 3339 or epoch milliseconds in, RFC 3339 UTC out, from 2000 to five minutes ahead.</summary>
public static class TimeText
{
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Remedy = "send RFC 3339 such as 2026-01-31T12:00:00Z, or epoch milliseconds";

    /// <summary>Reads RFC 3339: date, `T` or a space, time with seconds, optional fraction, and an offset.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 20 or > 64
            || !Digits(text, 0, 4, out var year) || text[4] != '-'
            || !Digits(text, 5, 2, out var month) || text[7] != '-'
            || !Digits(text, 8, 2, out var day) || text[10] is not ('T' or 't' or ' ')
            || !Digits(text, 11, 2, out var hour) || text[13] != ':'
            || !Digits(text, 14, 2, out var minute) || text[16] != ':'
            || !Digits(text, 17, 2, out var second))
        {
            return false;
        }

        var at = 19;
        long fraction = 0;
        if (text[at] == '.')
        {
            var start = ++at;
            for (long unit = TimeSpan.TicksPerSecond / 10; at < text.Length && char.IsAsciiDigit(text[at]); at++, unit /= 10)
            {
                fraction += (text[at] - '0') * unit;
            }

            if (at == start || at == text.Length)
            {
                return false;
            }
        }

        if (!TryOffset(text, at, out var offset)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        // Second 60 is a leap second: the first instant of the next minute. Ticks, because the result may lie outside the calendar.
        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks
            + (second * TimeSpan.TicksPerSecond) + fraction - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Reads epoch milliseconds; a fraction of one is dropped.</summary>
    public static bool TryFromMilliseconds(decimal milliseconds, out DateTimeOffset time)
    {
        // The calendar of DateTimeOffset: year 1 to 9999.
        var known = milliseconds is >= -62_135_596_800_000m and <= 253_402_300_799_999m;
        time = known ? DateTimeOffset.FromUnixTimeMilliseconds((long)decimal.Floor(milliseconds)) : default;
        return known;
    }

    /// <summary>Reads either form from text, as it stands in a query.</summary>
    public static bool TryParseEither(string text, out DateTimeOffset time) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            ? TryFromMilliseconds(milliseconds, out time)
            : TryParse(text, out time);

    /// <summary>Why a time is out of bounds; null when it is within.</summary>
    public static string? Fault(DateTimeOffset time, DateTimeOffset now)
    {
        if (time < Earliest)
        {
            return "is before the year 2000; " + Remedy;
        }

        return time > now + Ahead
            ? "is more than 5 minutes ahead of the server's clock; send the time at which it happened"
            : null;
    }

    /// <summary>The fault of a text or value that is no time at all.</summary>
    public const string NoTime = "is no time; " + Remedy;

    private static bool TryOffset(string text, int at, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text[at] is 'Z' or 'z')
        {
            return at == text.Length - 1;
        }

        if (text[at] is not ('+' or '-') || at + 6 != text.Length || text[at + 3] != ':'
            || !Digits(text, at + 1, 2, out var hours) || !Digits(text, at + 4, 2, out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[at] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(string text, int start, int length, out int value)
    {
        value = 0;
        for (var i = start; i < start + length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }

            value = (value * 10) + (text[i] - '0');
        }

        return true;
    }
}
