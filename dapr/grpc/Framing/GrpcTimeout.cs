using System.Globalization;

namespace Personalization.Grpc.Framing;

/// <summary>The header <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxNumber = 99_999_999;

    /// <summary>The longest that a timer can wait for; a longer timeout is as good as none.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <returns>False when the text is not a timeout. Null stands for one that never passes.</returns>
    public static bool TryParse(string text, out TimeSpan? timeout)
    {
        timeout = null;
        if (text.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        long? ticksPerUnit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => null,
        };
        if (ticksPerUnit is not { } ticks)
        {
            return false;
        }

        var span = TimeSpan.FromTicks(ticks == 0 ? number / TimeSpan.NanosecondsPerTick : number * ticks);
        timeout = span > Longest ? null : span;
        return true;
    }

    /// <summary>Rounded up, so that the server never gives up before the client.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        var milliseconds = (long)Math.Ceiling(timeout.TotalMilliseconds);
        return milliseconds <= MaxNumber ? $"{milliseconds}m" : $"{Math.Min(MaxNumber, (long)Math.Ceiling(timeout.TotalSeconds))}S";
    }
}
