using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Tests.Contracts;

public sealed class NamedValuesConverterTests
{
    private static readonly JsonTypeInfo<DecideItem> Item = DecisionsJson.Default.DecideItem;

    [Fact]
    public void WriteAndRead_AnyNames_AreTheSame()
    {
        NamedValue[] features = [new("price", 2.5), new("wétter=\"regen\"", 1), new("tag=a", 1), new("tag=a", 1), new("price", -1e-9), new(new string('n', 200), 0)];

        var json = JsonSerializer.Serialize(new DecideItem { Id = "1", Features = features }, Item);

        JsonSerializer.Deserialize(json, Item)!.Features.ShouldBe(features);
        json.ShouldStartWith("""{"id":"1","features":["price",2.5,""");
    }

    [Fact]
    public void Read_AsOlderLogsHoldThem_IsUnderstood() =>
        JsonSerializer.Deserialize("""{"id":"1","features":[{"n":"price","v":2.5},{"v":1,"x":[{}],"n":"fresh"}]}""", Item)!
            .Features.ShouldBe([new NamedValue("price", 2.5), new NamedValue("fresh", 1)]);

    [Theory]
    [InlineData("""{"id":"1","features":{"price":1}}""")]
    [InlineData("""{"id":"1","features":[1,"price"]}""")]
    [InlineData("""{"id":"1","features":["price"]}""")]
    public void Read_WhatIsNone_IsRefused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, Item));

    [Fact]
    public void FeatureNames_ManyNamesAlikeInLength_EachKeepsItsText()
    {
        string[] names = [.. Enumerable.Range(0, 20_000).Select(number => $"f{number:D5}")];

        foreach (var name in names.Concat(names))
        {
            FeatureNames.Of(System.Text.Encoding.UTF8.GetBytes(name)).ShouldBe(name);
        }
    }
}
