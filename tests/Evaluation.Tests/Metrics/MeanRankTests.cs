using Personalization.Evaluation.Metrics;

namespace Personalization.Evaluation.Tests.Metrics;

public sealed class MeanRankTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 5)]
    public void Of_Equals_ShareTheMeanOfTheirPlaces(int place, double expected) =>
        MeanRank.Of([9, 5, 5, 5, 1], place, (left, right) => left == right).ShouldBe(expected);

    [Fact]
    public void Of_TwoAtTheTop_AreAtOneAndAHalf() => MeanRank.Of([5, 5], 1, (left, right) => left == right).ShouldBe(1.5);
}
