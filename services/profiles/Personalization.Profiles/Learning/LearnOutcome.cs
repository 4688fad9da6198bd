using Personalization.Profiles.State;

namespace Personalization.Profiles.Learning;

/// <summary>What one event did.</summary>
public sealed record LearnOutcome
{
    /// <summary>The state after it; the given one for a duplicate.</summary>
    public required ShopperState State { get; init; }

    /// <summary>The event or its order line was known: nothing changed.</summary>
    public bool Duplicate { get; init; }

    public bool PreferencesChanged { get; init; }

    /// <summary>Weight key that applied; null where the event taught nothing.</summary>
    public string? Kind { get; init; }

    /// <summary>Signed weight that was learned, before decay.</summary>
    public double Strength { get; init; }

    /// <summary>The session the event belongs to.</summary>
    public string SessionId { get; init; } = "";

    public DerivedSignal? Derived { get; init; }
}
