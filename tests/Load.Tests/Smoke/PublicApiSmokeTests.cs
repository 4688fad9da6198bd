using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Tests.Support;
using Personalization.Testing;

namespace Personalization.Load.Tests.Smoke;

/// <summary>The measures of the public API run as they should, on a small shop and for a second: their figures mean nothing here.</summary>
public sealed class PublicApiSmokeTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Theory]
    [InlineData("track-mixed")]
    [InlineData("track-saturation")]
    [InlineData("search")]
    [InlineData("recommendations-cached")]
    [InlineData("decisions")]
    public async Task Run_ScaledDown_EveryCallIsAnswered(string name)
    {
        Requires.Data("online_retail");
        Requires.Data("complete_journey");
        LoadArguments.TryParse([name, "--seconds", "1", "--rounds", "1", "--scale", "100"], out var arguments, out _).ShouldBeTrue();
        using var context = new LoadContext(arguments, shop.Folder, shop.Keeper);

        var measurement = await arguments.Measures.First(measure => measure.Name == name).RunAsync(context, TestContext.Current.CancellationToken);

        measurement.Value.ShouldBeGreaterThan(0);
        measurement.Latency!.Value.P50.ShouldBeGreaterThan(0);
        measurement.Note.ShouldNotBeNull().ShouldNotContain("calls failed");
    }

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
