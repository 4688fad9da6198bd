using System.Text;
using System.Text.Json;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Tests.Host;

/// <summary>Lists are written by hand, and read by nobody on their way: they are byte for byte what the public contract's types make of them.</summary>
public sealed class ListWriterTests
{
    private static readonly Product Plain = new() { Id = "p1", Name = "Käse \"Ö\" <b>&'\u2028 🧀", Categories = ["Milk & more"], Price = 2.50m, Currency = "EUR" };

    private static readonly Product Full = Plain with
    {
        Id = "p2",
        Brand = "A+B",
        Attributes = ["vegan", "é"],
        ImageUrl = "https://x.example/ü.png",
        InStock = false,
        FaceShapeCompatibility = new Dictionary<string, double> { ["oval"] = .85 },
    };

    private static readonly StandardCatalogue Catalogue = StandardCatalogue.Build("main", "v1", [new SnapshotProduct(Plain, 1), new SnapshotProduct(Full, 2)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_Search_IsWhatTheTypesMakeOfIt(bool cards)
    {
        var reply = new SearchReply
        {
            Results =
            [
                new RankedProduct { Product = Full, Score = .123456, StandardRank = 2, Personalized = true, Badges = ["Your \"usual\""], Reasons = ["You like Käse", "<&>"], SuggestedQuantity = 1.50m },
                new RankedProduct { Product = Plain, Score = 1e-7, StandardRank = 1 },
                new RankedProduct { Product = Plain with { Name = "of another version" }, StandardRank = 3 },
            ],
            Total = 17,
            Facets = new ResultFacets { Brand = [new ResultFacet("A+B", 3)], PriceMin = 1.2m },
            IndexVersion = "v1",
            Ranking = new RankingSummary { Active = true, Features = ["smart_ranking"], Confidence = .5, Degraded = true, Reason = "x" },
        };
        using var json = new MemoryStream();

        ListWriter.Write(json, reply, cards ? new ProductCards(Catalogue) : null);

        Check(json, ListReply.Of(reply));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_Recommendations_IsWhatTheTypesMakeOfIt(bool cards)
    {
        var reply = new RecommendReply
        {
            Slots = new Dictionary<string, IReadOnlyList<RecommendedProduct>>
            {
                ["reminders"] = [new RecommendedProduct { Product = Plain, Score = -3.25, Reasons = ["Every 7 days"], Due = new DateTimeOffset(2026, 6, 1, 12, 0, 0, 123, TimeSpan.FromHours(2)), SuggestedQuantity = 2 }],
                ["usual"] = [new RecommendedProduct { Product = Full, Score = 2, Reasons = ["In 4 of your 4 orders"] }, new RecommendedProduct { Product = Plain, Due = DateTimeOffset.UnixEpoch }],
                ["frames"] = [],
            },
            IndexVersion = "v1",
            ModelVersion = "m7",
            Ranking = new RankingSummary { Confidence = .25 },
        };
        using var json = new MemoryStream();

        ListWriter.Write(json, reply, cards ? new ProductCards(Catalogue) : null);

        Check(json, ListReply.Of(reply));
        Encoding.UTF8.GetString(ListReply.Read(json.ToArray()).Lists.Span).ShouldContain("\"due\":\"2026-06-01T10:00:00.123Z\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"index_version\":\"v\"}")]
    [InlineData("{\"results\":[]}")]
    [InlineData("{\"results\":[],\"total\":\"1\",\"index_version\":\"v\"}")]
    [InlineData("{\"results\":[],\"index_version\":1}")]
    [InlineData("{\"results\":[{},\"index_version\":\"v\"}")]
    public void Read_NoReply_IsRefused(string json) => Should.Throw<JsonException>(() => ListReply.Read(Encoding.UTF8.GetBytes(json)));

    private static void Check(MemoryStream json, ListReply expected)
    {
        var read = ListReply.Read(json.ToArray());
        Encoding.UTF8.GetString(read.Lists.Span).ShouldBe(Encoding.UTF8.GetString(expected.Lists.Span));
        (read.Total, read.IndexVersion, read.ModelVersion).ShouldBe((expected.Total, expected.IndexVersion, expected.ModelVersion));
        JsonSerializer.Serialize(read.Ranking, DiscoveryJson.Default.RankingSummary).ShouldBe(JsonSerializer.Serialize(expected.Ranking, DiscoveryJson.Default.RankingSummary));
        (read.Facets is null).ShouldBe(expected.Facets is null);
        if (read.Facets is { } facets)
        {
            JsonSerializer.Serialize(facets, DiscoveryJson.Default.ResultFacets).ShouldBe(JsonSerializer.Serialize(expected.Facets, DiscoveryJson.Default.ResultFacets));
        }
    }
}
