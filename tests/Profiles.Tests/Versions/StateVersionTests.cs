using Personalization.Profiles.Versions;

namespace Personalization.Profiles.Tests.Versions;

public sealed class StateVersionTests
{
    [Fact]
    public void TryParse_OfItsOwnText_ReadsTheSame()
    {
        foreach (var version in new[] { StateVersion.Of("main:u:YW5u", 7), StateVersion.Of("main:u:YW5u", 7) with { Incarnation = "abc", Entry = 12 } })
        {
            StateVersion.TryParse(version.ToString(), out var back).ShouldBeTrue();
            back.ShouldBe(version);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("xyz-7")]
    [InlineData("0000abcd-seven")]
    [InlineData("0000abcd-7.host")]
    [InlineData("0000abcd-7.host.x")]
    [InlineData("0000abcd--7")]
    public void TryParse_AnyOtherText_IsFalse(string? text) => StateVersion.TryParse(text, out _).ShouldBeFalse();
}
