using System.Diagnostics;
using Personalization.Load.Statistics;

namespace Personalization.Load.Tests.Statistics;

public sealed class LatencySampleTests
{
    [Theory]
    [InlineData(0.50, 50)]
    [InlineData(0.90, 90)]
    [InlineData(0.99, 99)]
    [InlineData(1.00, 100)]
    public void Milliseconds_OneToHundredInAnyOrder_IsTheNearestRank(double share, double expected)
    {
        var sample = new LatencySample();
        foreach (var milliseconds in Enumerable.Range(1, 100).OrderBy(number => number * 37 % 101))
        {
            sample.Add(milliseconds * Stopwatch.Frequency / 1000);
        }

        sample.Milliseconds(share).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Milliseconds_NoCall_IsNotANumber() => new LatencySample().Milliseconds(0.5).ShouldBe(double.NaN);

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2)]
    [InlineData(new[] { 7.0 }, 7)]
    public void Median_Rounds_IsTheOneInTheMiddle(double[] rounds, double expected) => Median.By(rounds, round => round).ShouldBe(expected);
}
