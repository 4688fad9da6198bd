using Personalization.Discovery.Together;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Together;

/// <summary>A1: every association rule of the groceries, exactly as published.</summary>
internal sealed class AssociationRulesProtocol : IProtocol
{
    /// <summary>Of the R package arules at this support and confidence.</summary>
    private const int PublishedRules = 463;

    public string Id => "A1";

    public IReadOnlyList<string> Files { get; } = [GroceryBaskets.BasketsFile, GroceryBaskets.ItemsFile];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var groceries = GroceryBaskets.Read(data);
        var rules = AssociationRules.Mine([.. groceries.Items.Select(basket => basket.Value)], new AssociationRuleOptions { MinSupport = .006, MinConfidence = .25 }, cancellationToken);
        foreach (var rule in rules)
        {
            dump.Write(json =>
            {
                json.WriteStartArray("lhs");
                foreach (var item in rule.Left)
                {
                    json.WriteStringValue(groceries.Labels[item]);
                }

                json.WriteEndArray();
                json.WriteString("rhs", groceries.Labels[rule.Right]);
                json.WriteNumber("support", rule.Support);
                json.WriteNumber("confidence", rule.Confidence);
                json.WriteNumber("lift", rule.Lift);
            });
        }

        var highest = rules.MaxBy(rule => rule.Lift);
        return Task.FromResult(new ProtocolResult(
            rules.Count,
            [KeyValuePair.Create("rules", (double)rules.Count), KeyValuePair.Create("highest_lift", highest?.Lift ?? double.NaN)],
            [],
            [
                new Bar("rules", rules.Count, PublishedRules),
                new Bar("rules, none too many", -rules.Count, -PublishedRules),
            ]));
    }
}
