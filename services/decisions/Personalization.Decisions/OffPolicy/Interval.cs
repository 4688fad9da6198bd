namespace Personalization.Decisions.OffPolicy;

/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    public bool Covers(double value) => value >= Low && value <= High;
}
