using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Scheduling;

/// <summary>
/// A cron expression as Dapr reads it: five fields (minute, hour, day of month, month, day of week), or six with seconds first; lists, ranges, steps and
/// English names; <c>@yearly @monthly @weekly @daily @hourly</c>; <c>@every 1h30m</c>. When both days are restricted, either suffices.
/// </summary>
internal sealed class CronSchedule
{
    private const string EveryPrefix = "@every ";
    private const int SixFields = 6;

    /// <summary>A day that never comes (30 February) is given up after as many years.</summary>
    private const int MaxYears = 5;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly Dictionary<string, string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 0 1 1 *",
        ["@annually"] = "0 0 0 1 1 *",
        ["@monthly"] = "0 0 0 1 * *",
        ["@weekly"] = "0 0 0 * * 0",
        ["@daily"] = "0 0 0 * * *",
        ["@midnight"] = "0 0 0 * * *",
        ["@hourly"] = "0 0 * * * *",
    };

    private readonly Field _second;
    private readonly Field _minute;
    private readonly Field _hour;
    private readonly Field _day;
    private readonly Field _month;
    private readonly Field _weekday;

    private CronSchedule(TimeSpan every) => Every = every;

    private CronSchedule(string[] fields)
    {
        _second = Read(fields[0], "second", 0, 59, []);
        _minute = Read(fields[1], "minute", 0, 59, []);
        _hour = Read(fields[2], "hour", 0, 23, []);
        _day = Read(fields[3], "day of month", 1, 31, []);
        _month = Read(fields[4], "month", 1, 12, Months);
        _weekday = Read(fields[5], "day of week", 0, 6, Days);
    }

    /// <summary>The interval of <c>@every</c>; null for fields.</summary>
    public TimeSpan? Every { get; }

    /// <param name="text">The expression.</param>
    /// <param name="secondsRequired">Five fields are refused, as by Dapr's jobs.</param>
    /// <exception cref="FormatException">It is none; the message says which field and why.</exception>
    public static CronSchedule Parse(string text, bool secondsRequired = false)
    {
        text = text.Trim();
        if (text.StartsWith(EveryPrefix, StringComparison.Ordinal))
        {
            return GoDuration.TryParse(text[EveryPrefix.Length..].Trim(), out var every) && every > TimeSpan.Zero
                ? new CronSchedule(every < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds((long)every.TotalSeconds))
                : throw new FormatException($"'{text}' has no duration such as 30s or 1h30m after @every");
        }

        if (text.StartsWith('@'))
        {
            text = Named.GetValueOrDefault(text) ?? throw new FormatException($"'{text}' is none of {string.Join(", ", Named.Keys)}, @every");
        }

        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == SixFields - 1 && !secondsRequired)
        {
            fields = ["0", .. fields];
        }

        return fields.Length == SixFields
            ? new CronSchedule(fields)
            : throw new FormatException($"'{text}' has {fields.Length} fields; there must be {(secondsRequired ? "" : "5, or ")}6 with seconds first");
    }

    /// <summary>The next time after <paramref name="after"/>, in a zone's own hours; null: never again.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        if (Every is { } every)
        {
            var next = after + every;
            return new DateTimeOffset(next.Ticks - (next.Ticks % TimeSpan.TicksPerSecond), next.Offset);
        }

        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        local = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified).AddSeconds(1);
        while (Find(local) is { } found)
        {
            // A time that the clocks skip does not happen; one that they repeat happens once.
            if (!zone.IsInvalidTime(found) && new DateTimeOffset(found, zone.GetUtcOffset(found)) is var next && next > after)
            {
                return next;
            }

            local = found.AddSeconds(1);
        }

        return null;
    }

    private DateTime? Find(DateTime from)
    {
        var limit = from.Year + MaxYears;
        var at = from;
        while (at.Year <= limit && at.Year < DateTime.MaxValue.Year)
        {
            if (!_month.Has(at.Month))
            {
                at = new DateTime(at.Year, at.Month, 1).AddMonths(1);
            }
            else if (!IsDay(at))
            {
                at = at.Date.AddDays(1);
            }
            else if (!_hour.Has(at.Hour))
            {
                at = at.Date.AddHours(at.Hour + 1);
            }
            else if (!_minute.Has(at.Minute))
            {
                at = at.Date.AddHours(at.Hour).AddMinutes(at.Minute + 1);
            }
            else if (!_second.Has(at.Second))
            {
                at = at.AddSeconds(1);
            }
            else
            {
                return at;
            }
        }

        return null;
    }

    private bool IsDay(DateTime at)
    {
        var day = _day.Has(at.Day);
        var weekday = _weekday.Has((int)at.DayOfWeek);
        return _day.IsAny || _weekday.IsAny ? day && weekday : day || weekday;
    }

    private static Field Read(string text, string name, int min, int max, string[] names)
    {
        ulong bits = 0;
        var any = false;
        foreach (var part in text.Split(','))
        {
            var slash = part.Split('/');
            var range = slash[0].Split('-');
            if (slash.Length > 2 || range.Length > 2)
            {
                throw Bad(text, name, min, max);
            }

            int first, last;
            if (range[0] is "*" or "?")
            {
                (first, last) = (min, max);
                any |= range.Length == 1 && (slash.Length == 1 || slash[1] == "1");
                if (range.Length == 2)
                {
                    throw Bad(text, name, min, max);
                }
            }
            else
            {
                first = Value(range[0]);
                last = range.Length == 2 ? Value(range[1]) : slash.Length == 2 ? max : first;
            }

            var step = 1;
            if (slash.Length == 2 && (!int.TryParse(slash[1], out step) || step <= 0))
            {
                throw Bad(text, name, min, max);
            }

            if (first < min || last > max || first > last)
            {
                throw Bad(text, name, min, max);
            }

            for (var value = first; value <= last; value += step)
            {
                bits |= 1UL << value;
            }
        }

        return new Field(bits, any);

        int Value(string value)
        {
            var index = Array.FindIndex(names, known => known.Equals(value, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                return index + min;
            }

            return int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Bad(text, name, min, max);
        }
    }

    private static FormatException Bad(string text, string name, int min, int max) => new($"'{text}' is no {name}: {min} to {max}, lists, ranges, steps and *");

    private readonly record struct Field(ulong Bits, bool IsAny)
    {
        public bool Has(int value) => (Bits & (1UL << value)) != 0;
    }
}
