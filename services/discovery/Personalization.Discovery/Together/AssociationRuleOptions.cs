namespace Personalization.Discovery.Together;

/// <summary>Which rules are worth keeping. The smaller the support, the more sets are counted: memory grows with baskets / 8 bytes a frequent set.</summary>
public sealed record AssociationRuleOptions
{
    /// <summary>Smallest share of all baskets.</summary>
    public double MinSupport { get; init; } = 0.006;

    /// <summary>Smallest confidence.</summary>
    public double MinConfidence { get; init; } = 0.25;

    /// <summary>Items of a rule, both sides, at most.</summary>
    public int MaxItems { get; init; } = 10;
}
