using Personalization.Decisions.Choices;
using Personalization.Decisions.Models;
using Personalization.Decisions.Rewards;

namespace Personalization.Decisions.Deciding;

/// <summary>How one slot decides and what counts as its reward.</summary>
public sealed record SlotSettings
{
    public ModelOptions Model { get; init; } = new();

    public ExplorationOptions Exploration { get; init; } = new();

    /// <summary>A model server that estimates instead of the slot's own model, which goes on learning; null without one.</summary>
    public ScorerOptions? Scorer { get; init; }

    /// <summary>True: the default is shown, and the model only says what it would have shown.</summary>
    public bool Apprentice { get; init; }

    /// <summary>How long rewards are waited for before a decision is learned.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The reward of a decision that got none.</summary>
    public double DefaultReward { get; init; }

    /// <summary>One of <see cref="RewardAggregation"/>.</summary>
    public string Aggregation { get; init; } = RewardAggregation.Sum;

    /// <summary>By type of interaction: the reward of one that carries the decision's id.</summary>
    public IReadOnlyDictionary<string, double> Signals { get; init; } = new Dictionary<string, double> { ["click"] = 0.1, ["add_to_cart"] = 0.3, ["purchase"] = 1 };

    /// <summary>Added to a purchase's reward for each unit of currency it brought (price x quantity).</summary>
    public double PurchaseValue { get; init; }
}
