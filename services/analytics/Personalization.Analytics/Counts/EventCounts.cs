namespace Personalization.Analytics.Counts;

/// <summary>The public answer of `GET /api/analytics/events`: rows, each event once.</summary>
public sealed record EventCounts
{
    public required long Count { get; init; }

    /// <summary>Days in UTC, oldest first; days without events are left out.</summary>
    public required IReadOnlyList<DayCount> ByDay { get; init; }

    public required IReadOnlyDictionary<string, long> ByType { get; init; }

    /// <summary>Everything committed to the warehouse before this instant is counted.</summary>
    public required DateTimeOffset AsOf { get; init; }
}
