namespace Personalization.Decisions.Contracts;

/// <summary>The answer to a <see cref="DecideRequest"/>.</summary>
public sealed record DecideReply
{
    /// <summary>In the order of the slots; empty with <see cref="Conflict"/>.</summary>
    public IReadOnlyList<DecidedSlot> Decisions { get => field ?? []; init; } = [];

    /// <summary>The request id was used for another request.</summary>
    public bool Conflict { get; init; }

    /// <summary>The answer of an earlier call with this request id.</summary>
    public bool Repeated { get; init; }

    /// <summary>One of <see cref="FactsStates"/>; null where there is nothing to say.</summary>
    public string? Facts { get; init; }

    /// <summary>Names of slots whose every item is forbidden by rules.</summary>
    public IReadOnlyList<string> Barred { get => field ?? []; init; } = [];

    /// <summary>Names of slots that had no item left, because others took them.</summary>
    public IReadOnlyList<string> Exhausted { get => field ?? []; init; } = [];
}
