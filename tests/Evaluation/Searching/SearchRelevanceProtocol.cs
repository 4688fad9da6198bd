using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;
using Personalization.Search.Index;
using Personalization.Search.Query;

namespace Personalization.Evaluation.Searching;

/// <summary>
/// S1: the products that raters found fit for a query. Five folds by the query's hash: the options of the index are chosen on four of them, the answers of the fifth count.
/// The baseline is SQLite's FTS5.
/// </summary>
internal sealed class SearchRelevanceProtocol : IProtocol
{
    private const int Folds = 5;
    private const int Depth = 100;
    private const int Length = 10;

    private const string DefaultNdcg = "default options ndcg@10";

    /// <summary>Between the two texts of a product.</summary>
    internal const char Line = '\n';

    private static readonly string Products = Path.Combine("search_relevance", "products.jsonl.gz");
    private static readonly string Judgments = Path.Combine("search_relevance", "judgments_broad_query_set.csv");

    public string Id => "S1";

    public IReadOnlyList<string> Files { get; } = [Products, Judgments];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var queries = Queries(data);
        var documents = Documents(data);
        var tried = new List<(SearchIndexOptions Options, IReadOnlyList<string>[] Ranked, double[] Values)>();
        foreach (var options in SearchOptionGrid.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = SearchIndex.Build(documents, options, cancellationToken);
            var ranked = queries.ConvertAll(query => Search(index, query.Text)).ToArray();
            tried.Add((options, ranked, [.. queries.Select((query, at) => Ndcg(ranked[at], query.Ratings))]));
        }

        var tally = new MetricTally();
        using var baseline = FullTextBaseline.Build(documents);
        for (var at = 0; at < queries.Count; at++)
        {
            var query = queries[at];
            var fold = Fold(query.Text);
            var (_, ranked, _) = tried.MaxBy(choice => queries.Index().Where(other => Fold(other.Item.Text) != fold).Sum(other => choice.Values[other.Index]));
            dump.Write(json =>
            {
                json.WriteString("query", query.Text);
                json.WriteStartArray("ranked");
                foreach (var id in ranked[at])
                {
                    json.WriteStringValue(id);
                }

                json.WriteEndArray();
            });
            tally.Add(MetricTally.Product, "ndcg@10", 0, Ndcg(ranked[at], query.Ratings));
            tally.Add(MetricTally.Product, "judged-only ndcg@10", 0, Ndcg([.. ranked[at].Where(query.Ratings.ContainsKey)], query.Ratings));
            tally.Add(MetricTally.Product, DefaultNdcg, 0, tried[0].Values[at]);
            tally.Add("fts5", "ndcg@10", 0, Ndcg(baseline.Search(query.Text, Depth), query.Ratings));
        }

        return Task.FromResult(new ProtocolResult(queries.Count, tally.Metrics, tally.ByHistory, 
        [
            new Bar("ndcg@10 / baseline", tally.Ratio("ndcg@10"), 1.03),
            new Bar("of the options that are served / baseline", tally.Mean(MetricTally.Product, DefaultNdcg) / tally.Best("ndcg@10"), 1.03),
        ]));
    }

    private static List<string> Search(SearchIndex index, string query) => [.. index.Search(new SearchQuery { Text = query, Take = Depth }).Hits.Select(hit => index.Id(hit.Document))];

    /// <summary>Of a ranked list; what nobody rated gains nothing.</summary>
    internal static double Ndcg(IReadOnlyList<string> ranked, Dictionary<string, int> ratings)
    {
        var ideal = ratings.Values.OrderDescending().Take(Length).Select((rating, place) => Gain(rating) * ListMetrics.Discount(place)).Sum();
        return ranked.Take(Length).Select((id, place) => Gain(ratings.GetValueOrDefault(id)) * ListMetrics.Discount(place)).Sum() / ideal;
    }

    private static double Gain(int rating) => Math.Pow(2, rating) - 1;

    private static int Fold(string query) => JudgeHash.Fold(query, Folds);

    /// <summary>The queries with something fit for them.</summary>
    internal static List<(string Text, Dictionary<string, int> Ratings)> Queries(string data)
    {
        var queries = new OrderedDictionary<string, Dictionary<string, int>>();
        foreach (var row in CsvTable.Read(Path.Combine(data, Judgments), "query", "docid", "rating"))
        {
            queries.TryAdd(row[0], []);
            queries[row[0]][row[1]] = (int)double.Parse(row[2], CultureInfo.InvariantCulture);
        }

        return [.. queries.Where(query => query.Value.Values.Any(rating => rating > 0)).Select(query => (query.Key, query.Value))];
    }

    /// <summary>The products, by id.</summary>
    internal static List<SearchDocument> Documents(string data)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(data, Products)), CompressionMode.Decompress));
        List<SearchDocument> documents = [];
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var product = json.RootElement;
            documents.Add(new SearchDocument
            {
                Id = Text(product, "id"),
                Name = Text(product, "title"),
                Brand = Text(product, "supplier"),
                Attributes = [.. product.EnumerateObject().Where(field => field.Name.StartsWith("attr_t_", StringComparison.Ordinal)).Select(field => field.Value.ToString())],
                Text = Text(product, "name") + Line + Text(product, "short_description"),
            });
        }

        documents.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        return documents;
    }

    private static string Text(JsonElement product, string field) => product.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
