namespace Personalization.Discovery.Together;

/// <summary>How strongly the items of a basket speak for another.</summary>
/// <param name="Ridge">Baskets' worth of doubt about every pair: larger believes rare pairs less.</param>
/// <param name="Unpopularity">Power of an item's baskets that its score is divided by: above 0 shows the less common.</param>
public sealed record CompletionSettings(double Ridge, double Unpopularity)
{
    public static CompletionSettings Default { get; } = new(25, .1);

    public static IReadOnlyList<double> Ridges { get; } = [25, 100, 400];

    public static IReadOnlyList<double> Unpopularities { get; } = [0, .1, .25];
}
