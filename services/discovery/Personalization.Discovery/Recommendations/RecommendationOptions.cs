namespace Personalization.Discovery.Recommendations;

/// <summary>Which strategies make a slot, and how far each reaches.</summary>
public sealed record RecommendationOptions
{
    /// <summary>Strategies by slot, the first that has something first; what is missing to the limit comes from the next. The host's configuration replaces a slot's list.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Slots { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [SlotNames.Usual] = [NextBasketStrategy.StrategyName, TrendingStrategy.StrategyName, BrowseStrategy.StrategyName],
        [SlotNames.Reminders] = [ReminderStrategy.StrategyName],
        [SlotNames.Complementary] = [ComplementaryStrategy.StrategyName, BrowseStrategy.StrategyName],
        [SlotNames.Similar] = [SimilarStrategy.StrategyName, BrowseStrategy.StrategyName],
        [SlotNames.Trending] = [TrendingStrategy.StrategyName, BrowseStrategy.StrategyName],
        [SlotNames.Discovery] = [DiscoveryStrategy.StrategyName, BrowseStrategy.StrategyName],
        [SlotNames.Frames] = [FaceShapeStrategy.StrategyName],
    };

    /// <summary>Products of one slot, at most.</summary>
    public const int MaxLimit = 50;

    /// <summary>Days before its due date from which a product is reminded of.</summary>
    public double RemindDaysAhead { get; init; } = 3;

    /// <summary>Own intervals after the due date from which a product is no habit any more.</summary>
    public double ForgottenIntervals { get; init; } = 2;

    /// <summary>Least compatibility of a frame with a face shape, 0..1 (the source's aggregation).</summary>
    public double FaceShapeFrom { get; init; } = .7;

    /// <summary>Frames at most.</summary>
    public int Frames { get; init; } = 20;

    /// <summary>What relevance counts beside difference to those already chosen, 0..1 (maximal marginal relevance).</summary>
    public double DiscoveryRelevance { get; init; } = .7;
}
