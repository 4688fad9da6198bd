using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.Tests.Api;

public sealed class TraceParentTests
{
    private const string Incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    [Fact]
    public void Continue_ValidParent_KeepsTraceAndFlagsWithANewSpan()
    {
        var next = TraceParent.Continue(Incoming, samplingRate: 1);

        next.ShouldMatch("^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$");
        next.ShouldNotBe(Incoming);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-00")]
    [InlineData("00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c+b7ad6b7169203331-00")]
    public void Continue_NoValidParent_BeginsATrace(string? incoming)
    {
        TraceParent.Continue(incoming, samplingRate: 1).ShouldMatch("^00-(?!0af7651916)[0-9a-f]{32}-[0-9a-f]{16}-01$");
        TraceParent.Continue(incoming, samplingRate: 0).ShouldEndWith("-00");
    }
}
