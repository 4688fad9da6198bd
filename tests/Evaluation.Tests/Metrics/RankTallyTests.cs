using Personalization.Evaluation.Metrics;

namespace Personalization.Evaluation.Tests.Metrics;

public sealed class RankTallyTests
{
    [Fact]
    public void Mean_IsOfReciprocalRanks_OverAllAndByGroup()
    {
        var tally = new RankTally(orders: 2, groups: 2);

        tally.Add(0, 1, 2);
        tally.Add(0, 2, 4);
        tally.Add(1, 4, 1);

        tally.Cases.ShouldBe(3);
        tally.CasesOf(0).ShouldBe(2);
        tally.Mean(0).ShouldBe((1 + .5 + .25) / 3, 1e-12);
        tally.Mean(0, 0).ShouldBe(.75, 1e-12);
        tally.Mean(1, 1).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Mean_OfAnEmptyGroup_IsNotANumber() => double.IsNaN(new RankTally(1, 1).Mean(0, 0)).ShouldBeTrue();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(2, "2")]
    [InlineData(4, "2")]
    [InlineData(5, "5")]
    [InlineData(9, "5")]
    [InlineData(10, "10+")]
    [InlineData(500, "10+")]
    public void HistoryGroups_Of_IsTheGroupThatStartsAtOrBelow(int earlier, string group) => HistoryGroups.Names[HistoryGroups.Of(earlier)].ShouldBe(group);
}
