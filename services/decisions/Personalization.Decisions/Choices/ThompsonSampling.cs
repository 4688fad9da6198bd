using Personalization.Decisions.Features;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Choices;

/// <summary>
/// Linear Thompson sampling (Agrawal, Goyal 2013) with propensities that are known: M draws of every item's reward are made, and how often each item
/// came out best is the distribution that is sampled from and logged. The draws are seeded by the estimates themselves, so that equal questions have
/// equal propensities, whoever asks; what is drawn for one shopper comes from the request's own seed afterwards.
/// </summary>
/// <param name="alpha">Factor of the deviation.</param>
/// <param name="draws">M.</param>
/// <param name="floor">Share spread over all items, 0 to 1.</param>
public sealed class ThompsonSampling(double alpha, int draws, double floor) : IExploration
{
    public const string Name = "thompson";

    public const int DefaultDraws = 100;

    public bool NeedsDeviations => true;

    public void Fill(ReadOnlySpan<ArmEstimate> estimates, Span<double> probabilities)
    {
        ulong seed = 0;
        foreach (var estimate in estimates)
        {
            seed = FeatureHash.Pair(FeatureHash.Pair(seed, BitConverter.DoubleToUInt64Bits(estimate.Mean)), BitConverter.DoubleToUInt64Bits(estimate.Deviation));
        }

        probabilities[..estimates.Length].Fill(floor / estimates.Length);
        var noise = new SeededNoise(seed);
        for (var draw = 0; draw < draws; draw++)
        {
            var (best, highest) = (0, double.NegativeInfinity);
            for (var i = 0; i < estimates.Length; i++)
            {
                var drawn = estimates[i].Mean + (alpha * estimates[i].Deviation * noise.NextNormal());
                if (drawn > highest)
                {
                    (best, highest) = (i, drawn);
                }
            }

            probabilities[best] += (1 - floor) / draws;
        }
    }
}
