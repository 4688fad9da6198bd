using Personalization.Load.Measures;
using Personalization.Load.Running;

namespace Personalization.Load.Tests.Smoke;

/// <summary>Measures that need no shop run as they should, for a second: their figures mean nothing here.</summary>
public sealed class SmokeTests
{
    [Theory]
    [InlineData("invocation-latency")]
    public async Task Run_WithoutAShop_GivesAFigure(string name)
    {
        LoadArguments.TryParse([name, "--seconds", "1", "--rounds", "1"], out var arguments, out _).ShouldBeTrue();
        using var context = new LoadContext(arguments);

        var measurement = await arguments.Measures[0].RunAsync(context, TestContext.Current.CancellationToken);

        measurement.Latency!.Value.P50.ShouldBeGreaterThan(0);
    }
}
