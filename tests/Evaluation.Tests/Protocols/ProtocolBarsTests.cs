using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;
using Personalization.Testing;

namespace Personalization.Evaluation.Tests.Protocols;

/// <summary>The protocols that take seconds, on the real data: each bar is reached. The others are run by the program.</summary>
public sealed class ProtocolBarsTests
{
    [Theory]
    [InlineData("A1", "groceries_arules")]
    [InlineData("N3", "groceries_arules")]
    [InlineData("R1", "bigbasket_orders")]
    [Trait("req", "R3.1")]
    public async Task RunAsync_RealData_ReachesEveryBar(string id, string folder)
    {
        var data = Path.GetDirectoryName(Requires.Data(folder))!;
        ProtocolCatalogue.TryFind([id], out var found, out _).ShouldBeTrue();

        var result = await found[0].RunAsync(data, AnswerDump.None(), TestContext.Current.CancellationToken);

        result.Bars.ShouldAllBe(bar => bar.Holds);
    }
}
