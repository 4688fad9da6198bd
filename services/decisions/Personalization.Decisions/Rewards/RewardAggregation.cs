namespace Personalization.Decisions.Rewards;

/// <summary>What several rewards of one decision come to.</summary>
public static class RewardAggregation
{
    /// <summary>The one that happened first, however it arrived.</summary>
    public const string Earliest = "earliest";

    public const string Sum = "sum";

    public const string Max = "max";

    public static IReadOnlyList<string> All { get; } = [Earliest, Sum, Max];
}
