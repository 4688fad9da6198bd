namespace Personalization.Decisions.Deciding;

/// <summary>What else bears on one slot than its settings and its model.</summary>
public sealed record SlotInfluences
{
    public static SlotInfluences None { get; } = new();

    /// <summary>By item: what rules add to its estimate; null where they add nothing.</summary>
    public IReadOnlyList<double>? Boosts { get; init; }

    /// <summary>By item: the estimates of a model server, instead of the slot's own model's; null without one.</summary>
    public IReadOnlyList<double>? Scores { get; init; }

    /// <summary>A second policy that makes a share of the decisions; null without one.</summary>
    public Ramp? Ramp { get; init; }
}
