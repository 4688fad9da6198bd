namespace Personalization.Decisions.Choices;

internal static class Greedy
{
    /// <summary>Most of the probability to the highest score, evenly where several share it; <paramref name="epsilon"/> spread over all.</summary>
    public static void Fill(ReadOnlySpan<double> scores, double epsilon, Span<double> probabilities)
    {
        var best = double.NegativeInfinity;
        foreach (var score in scores)
        {
            best = Math.Max(best, score);
        }

        var ties = 0;
        foreach (var score in scores)
        {
            ties += score == best ? 1 : 0;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            probabilities[i] = (epsilon / scores.Length) + (scores[i] == best ? (1 - epsilon) / ties : 0);
        }
    }
}
