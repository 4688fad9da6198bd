namespace Personalization.Decisions.Choices;

/// <summary>How a slot explores.</summary>
public sealed record ExplorationOptions
{
    /// <summary>`epsilon_greedy`, `linucb` or `thompson`.</summary>
    public string Algorithm { get; init; } = EpsilonGreedy.Name;

    /// <summary>
    /// Share of decisions spread evenly over all items. With epsilon_greedy it is the exploration; with the others it is a floor
    /// that keeps every item's propensity above zero, without which a log says nothing about other policies.
    /// </summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>LinUCB: deviations above the mean. Thompson: the factor of the deviation drawn with.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Thompson: M, the draws whose empirical distribution is sampled from and logged. Propensities are multiples of 1/M, before the floor.</summary>
    public int Draws { get; init; } = ThompsonSampling.DefaultDraws;

    /// <summary>The strategy of this name; null when there is none.</summary>
    public IExploration? Create() => Algorithm switch
    {
        EpsilonGreedy.Name => new EpsilonGreedy(Epsilon),
        UpperConfidence.Name => new UpperConfidence(Alpha, Epsilon),
        ThompsonSampling.Name => new ThompsonSampling(Alpha, Draws, Epsilon),
        _ => null,
    };
}
