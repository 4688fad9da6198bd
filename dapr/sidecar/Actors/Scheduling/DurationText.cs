using System.Globalization;
using System.Text.RegularExpressions;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Actors.Scheduling;

/// <summary>A length of time as actors' clients write it: Go's form (<c>1h2m3s</c>, .NET's <c>0h0m1s0ms</c>) or ISO 8601 up to weeks.</summary>
internal static partial class DurationText
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (text.StartsWith('P'))
        {
            return TryParseIso(text, out duration);
        }

        return GoDuration.TryParse(text, out duration);
    }

    private static bool TryParseIso(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Iso().Match(text);
        if (!match.Success || match.Length == 1 || text.EndsWith('T'))
        {
            return false;
        }

        var seconds = (Number(1) * 604_800) + (Number(2) * 86_400) + (Number(3) * 3_600) + (Number(4) * 60) + Number(5);
        if (seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;

        double Number(int group) => match.Groups[group].Success
            ? double.Parse(match.Groups[group].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;
    }

    [GeneratedRegex(@"^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$")]
    private static partial Regex Iso();
}
