using System.Globalization;
using Personalization.Discovery.Together;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Together;

/// <summary>M1, a check without a bar: the last film of each user among all the user had not seen, by item cosine.</summary>
internal sealed class UnseenItemProtocol : IProtocol
{
    /// <summary>Nothing honest is above it on this data.</summary>
    private const double Suspicious = .12;

    private const int Length = 10;

    private static readonly string Ratings = Path.Combine("movielens_small", "ratings.csv");

    public string Id => "M1";

    public IReadOnlyList<string> Files { get; } = [Ratings];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var users = CsvTable.Read(Path.Combine(data, Ratings), "userId", "movieId", "timestamp")
            .Select(row => (User: row[0], Film: Number(row[1]), At: long.Parse(row[2], CultureInfo.InvariantCulture)))
            .GroupBy(rating => rating.User)
            .Select(user => (user.Key, Films: user.OrderBy(rating => rating.At).ThenBy(rating => rating.Film).Select(rating => rating.Film).ToArray()))
            .Where(user => user.Films.Length > 1)
            .ToList();
        var neighbours = new ShopperNeighbours(users.ConvertAll(user => user.Films[..^1]));
        var tally = new MetricTally();
        foreach (var (user, films) in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ranked = neighbours.Rank(films[..^1].ToHashSet(), Length).ConvertAll(item => item.Item);
            dump.Write(json =>
            {
                json.WriteString("user", user);
                json.WriteStartArray("ranked");
                ranked.ForEach(json.WriteNumberValue);
                json.WriteEndArray();
            });
            HashSet<int> truth = [films[^1]];
            tally.Add(MetricTally.Product, "hit@10", films.Length - 1, ListMetrics.Recall(ranked, truth, Length));
            tally.Add(MetricTally.Product, "ndcg@10", films.Length - 1, ListMetrics.Ndcg(ranked, truth, Length, 1));
        }

        return Task.FromResult(new ProtocolResult(users.Count, tally.Metrics, tally.ByHistory,
            [new Bar("- hit@10, no leak", -tally.Mean(MetricTally.Product, "hit@10"), -Suspicious)]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
