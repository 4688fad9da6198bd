using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>
/// P1: where the product a household buys stands among all of its type. The sample is replayed in time: each line bought is a case, whose query is the
/// product's type; the basket is learned after all of it; popularity is frozen once a day. Ranked by the product's own learning, index and ranker.
/// </summary>
/// <param name="every">Ask about each so many-th basket; all are learned. 1 is the protocol, more is quicker.</param>
internal sealed class PersonalRankProtocol(int every = 1) : IProtocol
{
    private const int Popularity = 0, Standard = 1, Personalized = 2;

    public string Id => "P1";

    public IReadOnlyList<string> Files { get; } = [CompleteJourney.Products, CompleteJourney.Transactions];

    public async Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var journey = CompleteJourney.Read(data);
        var shop = new ReplayedShop(await JourneyCatalogue.ReadAsync(data, cancellationToken), journey.Types);
        var households = new Households();
        var baseline = journey.Types.Values.CountBy(type => type).ToDictionary(type => type.Key, type => new TypePopularity(type.Value));
        var all = new RankTally(orders: 3, HistoryGroups.Names.Count);
        var judged = new RankTally(orders: 3, JudgedGroups.Names.Count);
        foreach (var (number, basket) in journey.Baskets.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            shop.OpenOn(basket.Time);
            var earlier = households.Events(basket.Household);
            var shopper = households.Read(basket.Household, basket.Time);
            foreach (var line in number % every == 0 ? basket.Lines : [])
            {
                var (standard, personalized) = shop.Rank(line.Product, shopper, basket.Time);
                double[] ranks = [baseline[journey.Types[line.Product]].Rank(line.Product), standard, personalized];
                all.Add(HistoryGroups.Of(earlier), ranks);
                judged.Add(JudgedGroups.Of(earlier), ranks);
                Dump(dump, line.Case, standard, personalized);
            }

            foreach (var line in basket.Lines)
            {
                baseline[journey.Types[line.Product]].Learn(line.Product);
                households.Learn(basket, line, shop.Facts(line.Product));
                shop.Sell(line.Product, line.Time);
            }
        }

        return Result(all, judged);
    }

    private static void Dump(AnswerDump dump, int line, double standard, double personalized) => dump.Write(json =>
    {
        json.WriteNumber("line", line);
        json.WriteNumber("standard", standard);
        json.WriteNumber("personalized", personalized);
    });

    private static ProtocolResult Result(RankTally all, RankTally judged) => new(
        all.Cases,
        [
            KeyValuePair.Create("mrr", all.Mean(Personalized)),
            KeyValuePair.Create("mrr_standard", all.Mean(Standard)),
            KeyValuePair.Create("mrr_popularity", all.Mean(Popularity)),
        ],
        [.. HistoryGroups.Names.Select((name, group) => KeyValuePair.Create<string, IReadOnlyList<KeyValuePair<string, double>>>(name,
        [
            KeyValuePair.Create("cases", (double)all.CasesOf(group)),
            KeyValuePair.Create("mrr", all.Mean(Personalized, group)),
            KeyValuePair.Create("mrr_standard", all.Mean(Standard, group)),
            KeyValuePair.Create("mrr_popularity", all.Mean(Popularity, group)),
        ]))],
        [
            new Bar("personalized / popularity", all.Mean(Personalized) / all.Mean(Popularity), 1.10),
            new Bar("personalized / popularity, >10 events", Ratio(judged, Personalized, Popularity, JudgedGroups.Many), 1.11),
            new Bar("personalized / standard, <3 events", Ratio(judged, Personalized, Standard, JudgedGroups.Few), .98),
            new Bar("standard / popularity", all.Mean(Standard) / all.Mean(Popularity), .98),
        ]);

    private static double Ratio(RankTally tally, int order, int against, int group) => tally.Mean(order, group) / tally.Mean(against, group);
}
