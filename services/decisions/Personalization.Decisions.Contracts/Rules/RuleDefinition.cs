using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>
/// One business rule as it is edited (R5.3). It is in force while it is enabled, inside its times, in its slots, and where <see cref="When"/> holds; it is about
/// the items that <see cref="Items"/> lists and for which <see cref="ItemWhen"/> holds, each left out meaning all.
/// Conditions are JsonLogic over `{item, shopper, context, slot, now}`.
/// </summary>
public sealed record RuleDefinition
{
    /// <summary>For people; shown in reasons. Null: the rule's id is.</summary>
    public string? Name { get; init; }

    /// <summary>Null: it is.</summary>
    public bool? Enabled { get; init; }

    /// <summary>One of <see cref="RuleEffects"/>.</summary>
    public required string Effect { get; init; }

    /// <summary>Among pins the highest wins; 0 to 1,000.</summary>
    public int Priority { get; init; }

    /// <summary>Slots it is about; empty: all.</summary>
    public IReadOnlyList<string> Slots { get => field ?? []; init; } = [];

    /// <summary>Not before; null: from now on.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Not at this time and after; null: for good.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Of the call; null: always.</summary>
    public JsonElement? When { get; init; }

    /// <summary>Ids; empty: all.</summary>
    public IReadOnlyList<string> Items { get => field ?? []; init; } = [];

    /// <summary>Of each item; null: all.</summary>
    public JsonElement? ItemWhen { get; init; }

    /// <summary>Of `boost`: reward added to the estimate, in units of reward; negative ones push down.</summary>
    public double? Boost { get; init; }

    /// <summary>Of `cap`: at least 1.</summary>
    public int? Limit { get; init; }

    /// <summary>Of `cap`: <see cref="CapScopes.Owners"/>; null: the shopper.</summary>
    public string? Per { get; init; }

    /// <summary>Of `cap`: <see cref="CapScopes.Windows"/>; null: the day.</summary>
    public string? Window { get; init; }

    /// <summary>Of `cap`: true: the items share one count; else each has its own.</summary>
    public bool? Together { get; init; }
}
