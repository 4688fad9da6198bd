using System.Collections.Concurrent;

namespace Personalization.Drills.Deciding;

/// <summary>One decision as its client knows it.</summary>
/// <param name="Id">The decision's.</param>
/// <param name="Selected">What was shown.</param>
public sealed record DecisionRecord(string Id, string Selected)
{
    /// <summary>Acknowledged rewards by the id of their event.</summary>
    public ConcurrentDictionary<string, double> Rewards { get; } = [];
}
