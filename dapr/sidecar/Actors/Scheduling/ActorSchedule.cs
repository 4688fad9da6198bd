using System.Globalization;

namespace Personalization.Sidecar.Actors.Scheduling;

/// <summary>When a timer or reminder fires.</summary>
/// <param name="First">The first firing.</param>
/// <param name="Period">Between firings; null: only one.</param>
/// <param name="Times">Firings in all; null: no limit.</param>
/// <param name="Expires">No firing after this; null: never.</param>
internal sealed record ActorSchedule(DateTimeOffset First, TimeSpan? Period, int? Times, DateTimeOffset? Expires)
{
    private const string EveryPrefix = "@every ";

    /// <param name="dueTime">A duration from now, an instant (RFC 3339), or empty for at once.</param>
    /// <param name="period">A duration, <c>R{n}/duration</c>, or empty for one firing.</param>
    /// <param name="ttl">A duration from the first firing, an instant, or empty for no end.</param>
    /// <param name="now">The time of registration.</param>
    /// <exception cref="FormatException">A text is none of these, or the ttl is already over.</exception>
    public static ActorSchedule Parse(string? dueTime, string? period, string? ttl, DateTimeOffset now)
    {
        var first = string.IsNullOrEmpty(dueTime) ? now : Instant(dueTime, now) ?? throw new FormatException($"dueTime '{dueTime}' is no duration and no instant");
        var (every, times) = Repetition(period);
        DateTimeOffset? expires = null;
        if (!string.IsNullOrEmpty(ttl))
        {
            expires = Instant(ttl, first) ?? throw new FormatException($"ttl '{ttl}' is no duration and no instant");
            if (expires <= now || expires < first)
            {
                throw new FormatException($"ttl '{ttl}' is over before the first firing");
            }
        }

        return new ActorSchedule(first, every, times, expires);
    }

    /// <summary>The firing after the <paramref name="fired"/>th, which was due at <paramref name="due"/>; null: there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset due, int fired)
    {
        if (Period is not { } period || fired >= Times)
        {
            return null;
        }

        var next = due + period;
        return next > Expires ? null : next;
    }

    private static (TimeSpan? Every, int? Times) Repetition(string? period)
    {
        if (string.IsNullOrEmpty(period))
        {
            return (null, null);
        }

        var text = period;
        int? times = null;
        if (text.StartsWith('R'))
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var count = slash < 0 ? text[1..] : text[1..slash];
            if (count.Length > 0)
            {
                times = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                    ? number
                    : throw new FormatException($"period '{period}' has no number of repetitions above zero");
            }

            text = slash < 0 ? "" : text[(slash + 1)..];
        }
        else if (text.StartsWith(EveryPrefix, StringComparison.Ordinal))
        {
            text = text[EveryPrefix.Length..];
        }

        if (!DurationText.TryParse(text, out var every) || every < TimeSpan.Zero)
        {
            throw new FormatException($"period '{period}' is no duration");
        }

        // A period of zero is one firing, as an empty one.
        return every == TimeSpan.Zero ? (null, null) : (every, times);
    }

    private static DateTimeOffset? Instant(string text, DateTimeOffset from)
    {
        if (DurationText.TryParse(text, out var duration))
        {
            return duration >= TimeSpan.Zero && duration < TimeSpan.FromDays(365_000) ? from + duration : null;
        }

        return text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
    }
}
