using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Rules;

/// <summary>Finds rules that cannot both be meant: where they say so plainly, by ids and without conditions.</summary>
public static class RuleChecks
{
    /// <summary>Notes what contradicts the others.</summary>
    public static void Check(Rule rule, IEnumerable<Rule> others, DefinitionFaults faults)
    {
        foreach (var other in others.Where(other => other.Id != rule.Id && other.IsPlain && rule.IsPlain && rule.Overlaps(other)))
        {
            if (Contradiction(rule, other) is { } why)
            {
                faults.Add("items", $"{why} of rule '{other.Id}' in the same slots and times; change one of the two");
            }
        }
    }

    private static string? Contradiction(Rule rule, Rule other) => (rule.Definition.Effect, other.Definition.Effect) switch
    {
        (RuleEffects.Pin, RuleEffects.Exclude) when rule.ListedItems.IsSubsetOf(other.ListedItems) => "are all among the excluded ones",
        (RuleEffects.Exclude, RuleEffects.Pin) when other.ListedItems.IsSubsetOf(rule.ListedItems) => "are all the pinned ones",
        (RuleEffects.Pin, RuleEffects.Only) when !rule.ListedItems.Overlaps(other.ListedItems) => "are none of the only ones",
        (RuleEffects.Only, RuleEffects.Pin) when !rule.ListedItems.Overlaps(other.ListedItems) => "are none of the pinned ones",
        (RuleEffects.Only, RuleEffects.Only) when !rule.ListedItems.Overlaps(other.ListedItems) => "have none in common with the only ones",
        (RuleEffects.Only, RuleEffects.Exclude) when rule.ListedItems.IsSubsetOf(other.ListedItems) => "are all among the excluded ones",
        (RuleEffects.Exclude, RuleEffects.Only) when other.ListedItems.IsSubsetOf(rule.ListedItems) => "are all the only ones",
        _ => null,
    };
}
