using Personalization.Conditions;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Rules;

/// <summary>A rule, read once and applied often.</summary>
public sealed class Rule
{
    private readonly Condition? _when;
    private readonly Condition? _itemWhen;
    private readonly HashSet<string> _slots;
    private readonly HashSet<string> _items;

    private Rule(string id, RuleDefinition definition, Condition? when, Condition? itemWhen)
    {
        (Id, Definition, _when, _itemWhen) = (id, definition, when, itemWhen);
        _slots = definition.Slots.ToHashSet(StringComparer.Ordinal);
        _items = definition.Items.ToHashSet(StringComparer.Ordinal);
    }

    public string Id { get; }

    public RuleDefinition Definition { get; }

    /// <summary>For people.</summary>
    public string Name => Definition.Name ?? Id;

    /// <summary>Whether it looks at anything that a plain call does not bring.</summary>
    public bool WantsFacts => _when is not null || _itemWhen is not null;

    /// <summary>Whether it applies to every call in its slots and times.</summary>
    internal bool IsPlain => !WantsFacts;

    internal IReadOnlySet<string> ListedItems => _items;

    /// <summary>The rule; null when a fault was noted. What is wrong with it alone: <see cref="RuleChecks"/> sees it beside the others.</summary>
    public static Rule? Read(string id, RuleDefinition definition, DefinitionFaults faults)
    {
        var before = new DefinitionFaults();
        var when = ConditionText.Parse(definition.When, "when", before);
        var itemWhen = ConditionText.Parse(definition.ItemWhen, "item_when", before);
        var effect = definition.Effect;
        before.Require(definition.EndsAt is not { } end || definition.StartsAt is not { } start || end > start, "ends_at", "is not after starts_at; end the rule later, or leave it out");
        before.Require(effect == RuleEffects.Boost == definition.Boost is not null, "boost", effect == RuleEffects.Boost ? "is missing; say how much reward is added" : $"stands in a rule of effect {effect}; leave it out");
        before.Require(effect == RuleEffects.Cap == definition.Limit is not null, "limit", effect == RuleEffects.Cap ? "is missing; say how often the items may be shown" : $"stands in a rule of effect {effect}; leave it out");
        before.Require(effect == RuleEffects.Cap || (definition.Per ?? definition.Window) is null && definition.Together is null, "per", $"stands, or window or together does, in a rule of effect {effect}; leave them out");
        before.Require(effect == RuleEffects.Boost || effect == RuleEffects.Cap || definition.Items.Count > 0 || itemWhen is not null || before.Any, "items", $"and item_when are both left out; a rule of effect {effect} about every item leaves no choice, so say which are meant");
        before.Require(effect != RuleEffects.Pin || definition.Items.Count > 0, "items", "is missing; list the ids to pin, the first that is offered is shown");
        before.CopyTo(faults);
        return before.Any ? null : new Rule(id, definition, when, itemWhen);
    }

    /// <summary>Whether it may apply in a slot at a time.</summary>
    public bool IsInForce(string slot, DateTimeOffset now) =>
        Definition.Enabled != false && (_slots.Count == 0 || _slots.Contains(slot)) && (Definition.StartsAt is not { } start || now >= start) && (Definition.EndsAt is not { } end || now < end);

    /// <summary>Whether its condition on the call holds.</summary>
    public bool Applies(ConditionData call) => Holds(_when, call);

    /// <summary>Whether it is about an item.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="data">Of the call, with the item.</param>
    public bool IsAbout(string item, Func<ConditionData> data) =>
        (_items.Count == 0 || _items.Contains(item)) && (_itemWhen is null || Holds(_itemWhen, data()));

    internal bool Overlaps(Rule other) =>
        Definition.Enabled != false && other.Definition.Enabled != false
        && (_slots.Count == 0 || other._slots.Count == 0 || _slots.Overlaps(other._slots))
        && (Definition.EndsAt ?? DateTimeOffset.MaxValue) > (other.Definition.StartsAt ?? DateTimeOffset.MinValue)
        && (other.Definition.EndsAt ?? DateTimeOffset.MaxValue) > (Definition.StartsAt ?? DateTimeOffset.MinValue);

    /// <summary>A condition that has no answer for this data excludes, and does nothing else: what may be forbidden is not shown.</summary>
    private bool Holds(Condition? condition, ConditionData data) => ConditionText.Holds(condition, data, unanswered: Definition.Effect == RuleEffects.Exclude);
}
