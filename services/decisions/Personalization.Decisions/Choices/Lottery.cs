using Personalization.Decisions.Features;

namespace Personalization.Decisions.Choices;

/// <summary>Draws from probabilities, the same way for the same request.</summary>
public static class Lottery
{
    /// <summary>The seed of one slot of one request.</summary>
    public static ulong Seed(string request, string slot) => FeatureHash.Pair(FeatureHash.Of(request), FeatureHash.Of(slot));

    /// <summary>The index that is drawn; never one with probability 0.</summary>
    public static int Draw(ReadOnlySpan<double> probabilities, ulong seed)
    {
        var ticket = new SeededNoise(seed).NextUniform();
        var last = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] <= 0)
            {
                continue;
            }

            last = i;
            if ((ticket -= probabilities[i]) < 0)
            {
                return i;
            }
        }

        return last;
    }
}
