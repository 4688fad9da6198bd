using System.Globalization;

namespace Personalization.Analytics.Counts;

/// <summary>Which events to count. Times are instants: from inclusive, to exclusive; null is unbounded.</summary>
public sealed record EventCountQuery
{
    public required string StoreId { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string? Type { get; init; }

    public string? UserId { get; init; }

    public string? AnonymousId { get; init; }

    /// <summary>
    /// Reads the query parameters of the counts endpoint. A date alone is its midnight in UTC.
    /// Every fault is gathered: field to reasons, empty when the query is good.
    /// </summary>
    public static EventCountQuery Parse(
        string storeId, string? from, string? to, string? type, string? userId, string? anonymousId, out Dictionary<string, string[]> faults)
    {
        faults = [];
        var start = Instant(from, "from", faults);
        var end = Instant(to, "to", faults);
        if (start > end)
        {
            faults["from"] = ["is after 'to'; swap them or widen the range"];
        }

        if (!string.IsNullOrEmpty(userId) && !string.IsNullOrEmpty(anonymousId))
        {
            faults["anonymous_id"] = ["stands beside 'user_id'; name one shopper, by one of the two"];
        }

        return new EventCountQuery
        {
            StoreId = storeId,
            From = start,
            To = end,
            Type = NullIfEmpty(type),
            UserId = NullIfEmpty(userId),
            AnonymousId = NullIfEmpty(anonymousId),
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DateTimeOffset? Instant(string? text, string field, Dictionary<string, string[]> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        faults[field] = [$"'{Shown(text)}' is no time; give RFC 3339 such as 2026-01-31T00:00:00Z, a date, or epoch milliseconds"];
        return null;
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
