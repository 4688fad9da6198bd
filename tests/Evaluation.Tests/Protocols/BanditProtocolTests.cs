using Personalization.Evaluation.Bandits;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.Tests.Protocols;

/// <summary>B3 on its first streams; the program runs all twenty.</summary>
public sealed class BanditProtocolTests
{
    private const int Seeds = 4;

    [Fact]
    [Trait("req", "R5.2")]
    public async Task RunAsync_FirstStreams_EarnAtLeastWhatVowpalWabbitsBestDid()
    {
        var result = await new BanditProtocol(Seeds).RunAsync("", AnswerDump.None(), TestContext.Current.CancellationToken);

        result.Bars.ShouldAllBe(bar => bar.Holds);
        result.Bars.Count.ShouldBe(5);
    }
}
