using Personalization.Decisions.Models;

namespace Personalization.Decisions.Choices;

/// <summary>Turns estimates into the probabilities that are drawn from, and logged.</summary>
public interface IExploration
{
    /// <summary>Whether the deviations of the estimates are used.</summary>
    bool NeedsDeviations { get; }

    /// <param name="estimates">At least one.</param>
    /// <param name="probabilities">As many; they sum to one.</param>
    void Fill(ReadOnlySpan<ArmEstimate> estimates, Span<double> probabilities);
}
