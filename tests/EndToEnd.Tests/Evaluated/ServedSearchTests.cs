using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Discovery.Ranking;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.PersonalRank;
using Personalization.Evaluation.Searching;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Evaluated;

/// <summary>What the evaluation scores for search is what the default-started system answers: 200 cases of P1 and all queries of S1, asked of the public API.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R3.1")]
public sealed class ServedSearchTests(DemoSystem demo, ITestOutputHelper output)
{
    private const int Households = 25, TypesOfEach = 8, Take = 20, MinLines = 20, MaxLines = 60;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_TwoHundredOfP1_AreTheEvaluatedLists()
    {
        var data = Path.GetDirectoryName(Requires.Data("complete_journey"))!;
        using var shop = demo.Shop.Another("evaluated-p1");
        var text = await ReadAsync(Path.Combine(data, CompleteJourney.Products));
        (await shop.ImportAsync(text, "text/csv", "?map=manufacturer_id:brand&map=brand:attributes&map=product_type:categories"))["state"]!.GetValue<string>().ShouldBe("done");
        var journey = CompleteJourney.Read(data);
        var catalogue = await JourneyCatalogue.ReadAsync(data, Stop);
        var (households, sold, cases) = (new Households(), new SoldSoFar(catalogue.Products.Count), new List<(string Household, string Type)>());
        var shift = TimeProvider.System.GetUtcNow().AddDays(-2) - journey.Baskets[^1].Time;
        List<JsonObject> events = [];
        foreach (var own in journey.Baskets.GroupBy(basket => basket.Household).Where(own => own.Sum(basket => basket.Lines.Count) is >= MinLines and <= MaxLines).Take(Households))
        {
            foreach (var basket in own.Select(basket => Moved(basket, shift)))
            {
                foreach (var line in basket.Lines)
                {
                    var facts = Facts(catalogue, line.Product);
                    households.Learn(basket, line, facts);
                    sold.Add(Document(catalogue, line.Product), line.Time);
                    events.Add(Event(basket, line));
                }
            }

            cases.AddRange(own.SelectMany(basket => basket.Lines).Reverse().Select(line => journey.Types[line.Product]).Distinct().Take(TypesOfEach).Select(type => (own.Key, type)));
        }

        await shop.TrackAllAsync(events);

        // Popularity is frozen with the next version of the catalogue: another price makes one, once all events were heard.
        var untouched = catalogue.Products.First(entry => entry.Product.Categories.All(category => cases.All(asked => asked.Type != category))).Product;
        List<string> differing = [];
        var price = 1;
        await Eventually.TrueAsync(
            async () =>
            {
                await shop.ImportAsync($"product_id,name,categories,brand,attributes,price\n{untouched.Id},{untouched.Name},{untouched.Categories[0]},{untouched.Brand},{untouched.Attributes[0]},{price++}\n", "text/csv");
                var frozen = catalogue.WithPopularity("frozen", sold.Freeze(TimeProvider.System.GetUtcNow()));
                differing = await DifferingAsync(shop, frozen, households, cases);
                output.WriteLine($"{cases.Count} asked, {differing.Count} differ");
                return differing.Count == 0 || price > 10;
            },
            Deadline);

        cases.Count.ShouldBe(Households * TypesOfEach);
        differing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_QueriesOfS1_BeatTheFullTextBaselineAsTheEvaluationDoes()
    {
        const double Bar = 1.03;
        var data = Path.GetDirectoryName(Requires.Data("search_relevance"))!;
        var documents = SearchRelevanceProtocol.Documents(data);
        var queries = SearchRelevanceProtocol.Queries(data);
        using var shop = demo.Shop.Another("evaluated-s1");
        var lines = string.Join('\n', documents.Select(document => new JsonObject
        {
            ["id"] = document.Id,
            ["name"] = document.Name,
            ["brand"] = document.Brand,
            ["attributes"] = new JsonArray([.. document.Attributes.Select(attribute => JsonValue.Create(attribute))]),
            ["description"] = document.Text,
        }.ToJsonString()));
        (await shop.ImportAsync(lines, "application/x-ndjson"))["state"]!.GetValue<string>().ShouldBe("done");

        using var baseline = FullTextBaseline.Build(documents);
        double served = 0, plain = 0;
        foreach (var (text, ratings) in queries)
        {
            served += SearchRelevanceProtocol.Ndcg(new RankedList(await shop.SearchAsync(text)).Ids, ratings);
            plain += SearchRelevanceProtocol.Ndcg(baseline.Search(text, Take), ratings);
        }

        output.WriteLine($"{queries.Count} queries: {served / queries.Count:0.0000} beside {plain / queries.Count:0.0000}, {served / plain:0.0000}");
        (served / plain).ShouldBeGreaterThanOrEqualTo(Bar);
    }

    private static async Task<List<string>> DifferingAsync(Shop shop, StandardCatalogue catalogue, Households households, List<(string Household, string Type)> cases)
    {
        var ranker = new PersonalRanker(catalogue, new RankingOptions());
        List<string> differing = [];
        foreach (var (household, type) in cases)
        {
            var now = TimeProvider.System.GetUtcNow();
            var request = new SearchRequest { StoreId = catalogue.StoreId, Query = type, Filters = new SearchFilters { Category = [type] }, Limit = Take, Context = Moment.Complete(null, now, southern: false) };
            var expected = ranker.Search(request, households.Read(household, now), now).Results.Select(result => result.Product.Id);
            var answer = await shop.PostAsync("/api/search/personalized", new JsonObject { ["query"] = type, ["user_id"] = household, ["limit"] = Take, ["filters"] = new JsonObject { ["category"] = new JsonArray(type) } });
            var served = new RankedList(answer).Ids;
            if (!served.SequenceEqual(expected))
            {
                differing.Add($"{household} {type}: {string.Join(' ', served)} and not {string.Join(' ', expected)}");
            }
        }

        return differing;
    }

    private static async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return await reader.ReadToEndAsync(Stop);
    }

    private static Basket Moved(Basket basket, TimeSpan shift) => basket with
    {
        Time = basket.Time + shift,
        Lines = [.. basket.Lines.Select(line => line with { Time = line.Time + shift, Quantity = line.Quantity > 0 ? line.Quantity : 1 })],
    };

    private static int Document(StandardCatalogue catalogue, string product)
    {
        catalogue.Index.TryFind(product, out var document).ShouldBeTrue();
        return document;
    }

    private static Personalization.Profiles.Contracts.ProductFacts Facts(StandardCatalogue catalogue, string product)
    {
        var known = catalogue.Find(product)!;
        return new() { Id = known.Id, Name = known.Name, Brand = known.Brand, Categories = known.Categories, Attributes = known.Attributes, Price = known.Price, Currency = known.Currency };
    }

    private static JsonObject Event(Basket basket, BasketLine line) => new()
    {
        ["event_id"] = $"{basket.Id}-{line.Case}",
        ["type"] = "purchase",
        ["user_id"] = basket.Household,
        ["product_id"] = line.Product,
        ["timestamp"] = line.Time,
        ["context"] = new JsonObject
        {
            ["quantity"] = line.Quantity,
            ["price"] = line.Sales / line.Quantity,
            ["currency"] = "USD",
            ["order_id"] = basket.Id,
            ["line_id"] = $"{line.Case}",
        },
    };
}
