namespace Personalization.Discovery.Popularity;

/// <summary>What makes a product popular, and how long it lasts.</summary>
public sealed record PopularityOptions
{
    /// <summary>Half of an event's weight is gone after this.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(180);

    /// <summary>A purchase line, whatever its quantity.</summary>
    public double Purchase { get; init; } = 1;

    /// <summary>A purchase that came back: 0 or below.</summary>
    public double Returned { get; init; } = -1;

    public double AddToCart { get; init; } = .1;

    public double Click { get; init; } = .02;
}
