using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Tests.Resources;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5s", 5_000)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("-2m", -120_000)]
    [InlineData("0h0m1s0ms", 1_000)]
    [InlineData("1000us", 1)]
    public void TryParse_Duration_GivesTime(string text, double milliseconds)
    {
        GoDuration.TryParse(text, out var value).ShouldBeTrue();

        value.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("1d")]
    [InlineData("--1s")]
    [InlineData("999999999999999h")]
    public void TryParse_Other_IsRefused(string text) => GoDuration.TryParse(text, out _).ShouldBeFalse();
}
