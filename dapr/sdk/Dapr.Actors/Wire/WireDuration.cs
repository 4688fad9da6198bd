using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dapr.Actors.Wire;

/// <summary>Durations as the sidecar and the applications write them.</summary>
internal static partial class WireDuration
{
    /// <summary>What an absent duration reads as.</summary>
    public static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    /// <summary>Writes <c>1h2m3s4ms</c>; a negative or absent duration is the empty text.</summary>
    public static string Format(TimeSpan? value) => value is { } given && given >= TimeSpan.Zero
        ? string.Create(CultureInfo.InvariantCulture, $"{(given.Days * 24) + given.Hours}h{given.Minutes}m{given.Seconds}s{given.Milliseconds}ms")
        : string.Empty;

    /// <summary>Writes a period; with repetitions in ISO 8601, which has no milliseconds here.</summary>
    public static string FormatPeriod(TimeSpan value, int? repetitions)
    {
        if (repetitions is null)
        {
            return Format(value);
        }

        if (value.Milliseconds > 0)
        {
            throw new ArgumentException("The TimeSpan value, combined with repetition cannot be in milliseconds.", nameof(value));
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"R{repetitions}/P");
        Append(text, value.Days, 'D').Append('T');
        Append(text, value.Hours, 'H');
        Append(text, value.Minutes, 'M');
        return Append(text, value.Seconds, 'S').ToString();
    }

    /// <summary>Reads Go durations, <c>@every</c> and the other named periods, and ISO 8601 with or without repetitions.</summary>
    public static (TimeSpan Value, int? Repetitions) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (Never, null);
        }

        if (text[0] is 'R' or 'P')
        {
            return ParseIso(text);
        }

        return (text[0] == '@' ? ParseNamed(text) : ParseGo(text), null);
    }

    private static StringBuilder Append(StringBuilder text, int amount, char unit) =>
        amount > 0 ? text.Append(CultureInfo.InvariantCulture, $"{amount}{unit}") : text;

    private static TimeSpan ParseNamed(string text) => text switch
    {
        "@yearly" => TimeSpan.FromDays(365),
        "@monthly" => TimeSpan.FromDays(30),
        "@weekly" => TimeSpan.FromDays(7),
        "@daily" => TimeSpan.FromDays(1),
        "@midnight" => TimeSpan.Zero,
        "@hourly" => TimeSpan.FromHours(1),
        _ when text.StartsWith("@every ", StringComparison.Ordinal) => ParseGo(text["@every ".Length..].Trim()),
        _ => throw new FormatException($"Unknown prefix period expression: {text}"),
    };

    private static TimeSpan ParseGo(string text)
    {
        if (!GoDuration().IsMatch(text))
        {
            throw new FormatException($"'{text}' is not a duration.");
        }

        var milliseconds = 0.0;
        foreach (Match part in GoPart().Matches(text))
        {
            var amount = double.Parse(part.Groups["value"].Value, CultureInfo.InvariantCulture);
            milliseconds += amount * (part.Groups["unit"].Value switch
            {
                "h" => 3_600_000.0,
                "m" => 60_000.0,
                "s" => 1_000.0,
                "ms" => 1.0,
                "ns" => 1e-6,
                _ => 1e-3,
            });
        }

        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private static (TimeSpan Value, int? Repetitions) ParseIso(string text)
    {
        var match = IsoPeriod().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"'{text}' is not a period.");
        }

        var days = (Number(match, "year") * 365) + (Number(match, "month") * 30) + (Number(match, "week") * 7) + Number(match, "day");
        var value = new TimeSpan(days, Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        return (value, match.Groups["repetition"].Success ? Number(match, "repetition") : null);
    }

    private static int Number(Match match, string name) =>
        match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$")]
    private static partial Regex GoDuration();

    [GeneratedRegex(@"(?<value>\d+(\.\d+)?)(?<unit>ns|us|µs|ms|s|m|h)")]
    private static partial Regex GoPart();

    [GeneratedRegex(@"^(R(?<repetition>\d+)/)?P((?<year>\d+)Y)?((?<month>\d+)M)?((?<week>\d+)W)?((?<day>\d+)D)?(T((?<hour>\d+)H)?((?<minute>\d+)M)?((?<second>\d+)S)?)?$")]
    private static partial Regex IsoPeriod();
}
