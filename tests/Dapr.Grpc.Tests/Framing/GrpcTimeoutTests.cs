using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Tests.Framing;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("2H", 7_200_000)]
    [InlineData("3M", 180_000)]
    [InlineData("5S", 5_000)]
    [InlineData("250m", 250)]
    [InlineData("7000u", 7)]
    [InlineData("9000000n", 9)]
    public void TryParse_EachUnit_IsUnderstood(string text, double milliseconds)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();

        timeout.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void TryParse_LongerThanATimerWaits_IsNone()
    {
        GrpcTimeout.TryParse("99999999H", out var timeout).ShouldBeTrue();

        timeout.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(0.4, "1m")]
    [InlineData(1500, "1500m")]
    [InlineData(200_000_000, "200000S")]
    public void Format_Span_IsRoundedUp(double milliseconds, string text) => GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);
}
