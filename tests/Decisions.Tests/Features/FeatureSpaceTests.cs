using Personalization.Decisions.Features;

namespace Personalization.Decisions.Tests.Features;

public sealed class FeatureSpaceTests
{
    [Fact]
    public void Encode_DeclaredAndOthers_HaveTheirPlaces()
    {
        var space = new FeatureSpace(8, ["temperature"]);
        var (context, x) = (new double[8], new double[8]);

        space.EncodeContext([new Feature("temperature", 12.5), new Feature("device=phone", 1)], context);
        space.EncodeItem(context, [new Feature("margin", 2)], x);

        context[0].ShouldBe(1);
        context[1].ShouldBe(12.5);
        context.Skip(2).Count(value => value != 0).ShouldBe(1);
        x.Zip(context, (with, without) => with - without).Count(change => change != 0).ShouldBe(1);
    }

    [Fact]
    public void Of_KnownNames_KeepTheirHashes()
    {
        // Models are kept under these: a change of the function would read them as noise.
        FeatureHash.Of("device=phone").ShouldBe(FeatureHash.Of("device=phone"));
        FeatureHash.Of("item", "margin").ShouldNotBe(FeatureHash.Of("margin"));
        new FeatureSpace(16, []).Locate(new Feature("device=phone", 1), ofItem: false)!.Value.Place.ShouldBe(new FeatureSpace(16, []).Locate(new Feature("device=phone", 1), ofItem: false)!.Value.Place);
    }

    [Fact]
    public void Encode_OneHugeNumber_IsSquashed()
    {
        var x = new double[4];

        new FeatureSpace(4, []).EncodeContext([new Feature("revenue", 1e300)], x);

        x.Max(Math.Abs).ShouldBeLessThan(1_000);
    }
}
