using Personalization.Decisions.Features;

namespace Personalization.Decisions.Imports;

/// <summary>One decision out of another system's log. Costs are what that system minimises: a reward is minus a cost.</summary>
public sealed record ForeignDecision
{
    public string? Id { get; init; }

    public IReadOnlyList<Feature> Context { get; init; } = [];

    /// <summary>Features of each action.</summary>
    public required IReadOnlyList<IReadOnlyList<Feature>> Actions { get; init; }

    /// <summary>Index of the action taken.</summary>
    public required int Chosen { get; init; }

    public required double Cost { get; init; }

    /// <summary>With which the action was taken: above 0, at most 1.</summary>
    public required double Propensity { get; init; }

    /// <summary>Of each action, where the log has them all; else empty.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];
}
