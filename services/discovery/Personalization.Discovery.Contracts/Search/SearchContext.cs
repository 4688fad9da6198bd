namespace Personalization.Discovery.Contracts;

/// <summary>What the caller knows of the moment (R3.3). Absent parts are taken from the clock where that is possible.</summary>
public sealed record SearchContext
{
    /// <summary>`morning`, `afternoon`, `evening` or `night`.</summary>
    public string? TimeOfDay { get; init; }

    /// <summary>`monday` .. `sunday`.</summary>
    public string? DayOfWeek { get; init; }

    /// <summary>`spring`, `summer`, `autumn` or `winter`.</summary>
    public string? Season { get; init; }

    /// <summary>Such as `hot`, `cold`, `rain`, `snow`.</summary>
    public string? Weather { get; init; }

    /// <summary>Product ids, newest first.</summary>
    public IReadOnlyList<string> RecentViews { get; init => field = value ?? []; } = [];

    /// <summary>`breakfast`, `lunch`, `dinner` or `snack`.</summary>
    public string? Meal { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Locale { get; init; }
}
