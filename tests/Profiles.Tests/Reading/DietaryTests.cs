using Personalization.Profiles.Contracts;
using Personalization.Profiles.Reading;

namespace Personalization.Profiles.Tests.Reading;

[Trait("req", "R3.6")]
public sealed class DietaryTests
{
    [Theory]
    [InlineData("vegan", "vegan")]
    [InlineData("labels:Gluten Free", "gluten-free")]
    [InlineData("no_gluten", "gluten-free")]
    [InlineData("plant-based", "vegan")]
    [InlineData("HALAL", "halal")]
    [InlineData("kosher", "kosher")]
    [InlineData("spicy", null)]
    [InlineData("a very long attribute that names no diet at all", null)]
    public void DietOf_Spellings_NameOneDiet(string attribute, string? diet) => DietaryInference.DietOf(attribute).ShouldBe(diet);

    [Fact]
    public void Read_MostlyVegan_InfersTheDiet() => Some.Read(Some.Learn(Clicks(vegan: 6, other: 3))).Dietary.ShouldContain("vegan");

    [Fact]
    public void Read_ASmallShareOrTooFewEvents_InfersNothing()
    {
        Some.Read(Some.Learn(Clicks(vegan: 3, other: 9))).Dietary.ShouldBeEmpty();
        Some.Read(Some.Learn(Clicks(vegan: 2, other: 0))).Dietary.ShouldBeEmpty();
    }

    private static IEnumerable<Interaction> Clicks(int vegan, int other) =>
        Enumerable.Range(0, vegan).Select(i => Some.Event(InteractionTypes.Click, Some.Product($"v{i}", attributes: ["vegan"])))
            .Concat(Enumerable.Range(0, other).Select(i => Some.Event(InteractionTypes.Click, Some.Product($"o{i}", attributes: ["crunchy"]))));
}
