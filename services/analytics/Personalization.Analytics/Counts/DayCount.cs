namespace Personalization.Analytics.Counts;

/// <param name="Day">`yyyy-MM-dd`, UTC.</param>
/// <param name="Count">Events of that day.</param>
public sealed record DayCount(string Day, long Count);
