using Personalization.Conditions;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Rules;

/// <summary>All rules of a store, in front of the model and behind it (R5.3).</summary>
public sealed class RuleSet
{
    private readonly Rule[] _rules;

    /// <param name="rules">In any order; they apply by priority, then by id.</param>
    public RuleSet(IEnumerable<Rule> rules) =>
        _rules = [.. rules.OrderByDescending(rule => rule.Definition.Priority).ThenBy(rule => rule.Id, StringComparer.Ordinal)];

    public static RuleSet Empty { get; } = new([]);

    public IReadOnlyList<Rule> Rules => _rules;

    /// <summary>The set of those that can be read; what an earlier version of this program let in and this one does not is left out and told.</summary>
    public static RuleSet Read(IEnumerable<(string Id, RuleDefinition Definition)> definitions, Action<string> unreadable)
    {
        List<Rule> rules = [];
        foreach (var (id, definition) in definitions)
        {
            if (Rule.Read(id, definition, new DefinitionFaults()) is { } rule)
            {
                rules.Add(rule);
            }
            else
            {
                unreadable(id);
            }
        }

        return new RuleSet(rules);
    }

    /// <summary>The rules that may apply in a slot at a time; null where none does, which is most often.</summary>
    public IReadOnlyList<Rule>? InForce(string slot, DateTimeOffset now)
    {
        List<Rule>? found = null;
        foreach (var rule in _rules)
        {
            if (rule.IsInForce(slot, now))
            {
                (found ??= []).Add(rule);
            }
        }

        return found;
    }

    /// <summary>What rules make of the items of one slot.</summary>
    /// <param name="rules">In force there, in order.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="scene">What conditions look at.</param>
    /// <param name="isFull">Whether an item was shown as often as its caps allow; null: nobody counts.</param>
    public static SlotVerdict Judge(IReadOnlyList<Rule> rules, DecideSlot slot, RuleScene scene, Func<ItemVerdict, bool>? isFull = null)
    {
        var call = scene.Call(slot.Name);
        var items = slot.Items.Select(item => new ItemVerdict(item)).ToArray();
        foreach (var rule in rules.Where(rule => rule.Applies(call)))
        {
            foreach (var item in items)
            {
                var about = rule.IsAbout(item.Item.Id, () => scene.With(call, item.Item.Id));
                item.Take(rule, about);
            }
        }

        if (isFull is not null)
        {
            Array.ForEach(items, item => item.Close(isFull(item)));
        }

        foreach (var pin in rules.Where(rule => rule.Definition.Effect == RuleEffects.Pin))
        {
            // The order in which the rule lists its items is the order in which it wants them.
            var pinned = pin.Definition.Items.Select(id => Array.Find(items, item => item.Item.Id == id && item.Eligible && item.PinnedBy.Contains(pin))).FirstOrDefault(found => found is not null);
            if (pinned is not null)
            {
                return new SlotVerdict(items, pinned, pin);
            }
        }

        return new SlotVerdict(items, null, null);
    }
}
