using Personalization.Decisions.Models;

namespace Personalization.Decisions.Choices;

/// <summary>The best estimate, but for a share of decisions that is spread over all items.</summary>
/// <param name="epsilon">That share, 0 to 1.</param>
public sealed class EpsilonGreedy(double epsilon) : IExploration
{
    public const string Name = "epsilon_greedy";

    public bool NeedsDeviations => false;

    public void Fill(ReadOnlySpan<ArmEstimate> estimates, Span<double> probabilities)
    {
        Span<double> scores = estimates.Length <= 128 ? stackalloc double[estimates.Length] : new double[estimates.Length];
        for (var i = 0; i < estimates.Length; i++)
        {
            scores[i] = estimates[i].Mean;
        }

        Greedy.Fill(scores, epsilon, probabilities);
    }
}
