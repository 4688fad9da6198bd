using Personalization.Decisions.Choices;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Choices;

/// <summary>R5.2: propensities are exact, and the same question has the same answer.</summary>
public sealed class ExplorationTests
{
    private static readonly ArmEstimate[] Estimates = [new(0.1, 0.02), new(0.3, 0.1), new(0.2, 0.3), new(0.3, 0.05)];

    [Theory]
    [InlineData(EpsilonGreedy.Name)]
    [InlineData(UpperConfidence.Name)]
    [InlineData(ThompsonSampling.Name)]
    public void Fill_AnyAlgorithm_SumsToOneAndIsPositive(string algorithm)
    {
        var probabilities = Fill(new ExplorationOptions { Algorithm = algorithm, Epsilon = 0.1 });

        probabilities.Sum().ShouldBe(1, 1e-12);
        probabilities.Min().ShouldBeGreaterThanOrEqualTo(0.025 - 1e-12);
        Fill(new ExplorationOptions { Algorithm = algorithm, Epsilon = 0.1 }).ShouldBe(probabilities);
    }

    [Fact]
    public void Fill_EpsilonGreedyWithTies_SharesEvenly() =>
        Fill(new ExplorationOptions { Epsilon = 0.1 }).ShouldBe([0.025, 0.475, 0.025, 0.475], 1e-12);

    [Fact]
    public void Fill_LinUcb_TakesTheUncertain() =>
        Fill(new ExplorationOptions { Algorithm = UpperConfidence.Name, Epsilon = 0, Alpha = 1 }).ShouldBe([0, 0, 1, 0], 1e-12);

    [Fact]
    public void Fill_Thompson_IsTheDistributionOfItsDraws()
    {
        var coarse = Fill(new ExplorationOptions { Algorithm = ThompsonSampling.Name, Epsilon = 0, Draws = 100 });
        var fine = Fill(new ExplorationOptions { Algorithm = ThompsonSampling.Name, Epsilon = 0, Draws = 200_000 });

        coarse.ShouldAllBe(probability => Math.Abs((probability * 100) - Math.Round(probability * 100)) < 1e-9);
        foreach (var (one, two) in coarse.Zip(fine))
        {
            one.ShouldBe(two, 0.2);
        }
    }

    [Fact]
    public void Draw_ManyRequests_AgreesWithTheProbabilities()
    {
        double[] probabilities = [0.05, 0.6, 0, 0.35];
        var counts = new int[4];
        for (var request = 0; request < 10_000; request++)
        {
            counts[Lottery.Draw(probabilities, Lottery.Seed($"request{request}", "home"))]++;
        }

        counts[2].ShouldBe(0);
        foreach (var (count, probability) in counts.Zip(probabilities))
        {
            Math.Abs(count - (10_000 * probability)).ShouldBeLessThanOrEqualTo(4 * Math.Sqrt(10_000 * probability * (1 - probability)));
        }
    }

    private static double[] Fill(ExplorationOptions options)
    {
        var probabilities = new double[Estimates.Length];
        options.Create()!.Fill(Estimates, probabilities);
        return probabilities;
    }
}
