using Personalization.Decisions.Models;

namespace Personalization.Decisions.Choices;

/// <summary>LinUCB (Li et al. 2010): the highest of mean + alpha deviations, over a floor of even exploration.</summary>
/// <param name="alpha">Deviations above the mean.</param>
/// <param name="floor">Share spread over all items, 0 to 1.</param>
public sealed class UpperConfidence(double alpha, double floor) : IExploration
{
    public const string Name = "linucb";

    public bool NeedsDeviations => true;

    public void Fill(ReadOnlySpan<ArmEstimate> estimates, Span<double> probabilities)
    {
        Span<double> scores = estimates.Length <= 128 ? stackalloc double[estimates.Length] : new double[estimates.Length];
        for (var i = 0; i < estimates.Length; i++)
        {
            scores[i] = estimates[i].Mean + (alpha * estimates[i].Deviation);
        }

        Greedy.Fill(scores, floor, probabilities);
    }
}
