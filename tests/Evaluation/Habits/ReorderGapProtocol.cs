using Personalization.Discovery.Baskets;
using Personalization.Discovery.Reorders;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Habits;

/// <summary>R1: in how many days a member buys an item again, told at the purchase before from what anybody bought up to then.</summary>
internal sealed class ReorderGapProtocol : IProtocol
{
    private const int MinPurchases = 4;
    private const double CloseDays = 7;
    private const double DayMs = 86_400_000;
    private const string Baseline = "median_own_gap";

    public string Id => "R1";

    public IReadOnlyList<string> Files { get; } = [Orders.BigBasketFile];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var (members, items, categories) = (new Numbering(), new Numbering(), new Numbering());
        var categoryOf = new List<int>();
        var lines = new List<(long At, int Member, int Item)>();
        foreach (var row in CsvTable.Read(Path.Combine(data, Orders.BigBasketFile), "member", "sku", "ordered_at", "description"))
        {
            var item = items.Of(row[1]);
            if (item == categoryOf.Count)
            {
                categoryOf.Add(categories.Of(row[3]));
            }

            lines.Add((Order.Milliseconds(row[2]), members.Of(row[0]), item));
        }

        var times = lines.Distinct().GroupBy(line => (line.Member, line.Item)).ToDictionary(pair => pair.Key, pair => pair.Select(line => line.At).Order().ToList());
        var model = new ReorderModel();
        var shoppers = Enumerable.Range(0, members.Count).Select(_ => new OwnBaskets()).ToList();
        var tally = new MetricTally();
        List<double> errors = [], baselineErrors = [];
        foreach (var moment in lines.Distinct().GroupBy(line => line.At).OrderBy(moment => moment.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var order in moment.GroupBy(line => line.Member))
            {
                var own = shoppers[order.Key];
                foreach (var line in order)
                {
                    if (own.Items.TryGetValue(line.Item, out var before))
                    {
                        model.Add(own, line.Item, categoryOf[line.Item], item => categoryOf[item], (line.At - before.LastAt) / DayMs);
                    }
                }

                own.Add(new PastBasket(moment.Key, [.. order.Select(line => line.Item)]));
            }

            foreach (var line in moment)
            {
                if (times[(line.Member, line.Item)] is not { Count: >= MinPurchases } all || all[^2] != line.At)
                {
                    continue;
                }

                var days = model.Days(shoppers[line.Member], line.Item, categoryOf[line.Item], item => categoryOf[item])!.Value;
                dump.Write(json =>
                {
                    json.WriteString("member", members[line.Member]);
                    json.WriteString("sku", items[line.Item]);
                    json.WriteNumber("days", days);
                });
                var truth = (all[^1] - all[^2]) / DayMs;
                var median = Median([.. all.Zip(all.Skip(1), (sooner, later) => (later - sooner) / DayMs).SkipLast(1)]);
                errors.Add(Math.Abs(days - truth));
                baselineErrors.Add(Math.Abs(median - truth));
                tally.Add(MetricTally.Product, "within_7_days", all.Count - 1, errors[^1] <= CloseDays ? 1 : 0);
                tally.Add(Baseline, "within_7_days", all.Count - 1, baselineErrors[^1] <= CloseDays ? 1 : 0);
            }
        }

        var (error, baselineError) = (Median(errors), Median(baselineErrors));
        return Task.FromResult(new ProtocolResult(
            errors.Count,
            [KeyValuePair.Create("median_abs_error_days", error), KeyValuePair.Create($"{Baseline} median_abs_error_days", baselineError), .. tally.Metrics],
            tally.ByHistory,
            [
                new Bar("- median_abs_error_days / baseline", -error / baselineError, -.80),
                new Bar("within_7_days / baseline", tally.Ratio("within_7_days"), 1.12),
            ]));
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
