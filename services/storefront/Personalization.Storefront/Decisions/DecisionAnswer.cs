using System.Text.Json.Serialization;
using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Decisions;

/// <summary>What stands in one slot, as callers read it.</summary>
public sealed record DecisionAnswer
{
    public const string DefaultPolicy = "default";

    /// <summary>The reason of a slot that rules leave empty.</summary>
    public const string Barred = "no_eligible_item";

    /// <summary>Named beside what was selected.</summary>
    public const int MostAlternatives = 3;

    /// <summary>Only where several slots were asked for.</summary>
    public string? Slot { get; init; }

    /// <summary>Null where every item stands in another slot, or rules leave none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SelectedItem { get; init; }

    public double ConfidenceScore { get; init; }

    public required string Reasoning { get; init; }

    public required IReadOnlyList<Alternative> Alternatives { get; init; }

    /// <summary>Null for what nobody decided: there is nothing to reward.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? DecisionId { get; init; }

    /// <summary>The probability with which it was chosen; null for what nobody decided.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Propensity { get; init; }

    public required string Policy { get; init; }

    /// <summary>Of the whole call.</summary>
    public double LatencyMs { get; init; }

    public bool? Degraded { get; init; }

    public string? Reason { get; init; }

    public static DecisionAnswer From(DecidedSlot decided, bool named, double latency) => new()
    {
        Slot = named ? decided.Slot : null,
        SelectedItem = decided.Selected,
        ConfidenceScore = decided.Confidence,
        Reasoning = string.Join("; ", decided.Reasons),
        Alternatives = [.. decided.Ranking.Where(item => item.Id != decided.Selected).Take(MostAlternatives).Select(item => new Alternative(item.Id, item.Score, item.Probability))],
        DecisionId = decided.DecisionId,
        Propensity = decided.Propensity,
        Policy = decided.Policy,
        LatencyMs = latency,
    };

    /// <summary>A slot whose every item is forbidden by rules: it stays empty.</summary>
    public static DecisionAnswer Empty(PersonalizeSlot slot, bool named, double latency) => new()
    {
        Slot = named ? slot.Name : null,
        Reasoning = "rules leave no item of this slot",
        Alternatives = [],
        Policy = DefaultPolicy,
        LatencyMs = latency,
        Reason = Barred,
    };

    /// <summary>The slot's default item: shown, and not logged as explored.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="item">Its first item that is free; null when there is none.</param>
    /// <param name="named">Whether the answer names the slot.</param>
    /// <param name="latency">Of the call, in milliseconds.</param>
    /// <param name="reason">Why nothing was decided; null where the slot ran out of items.</param>
    public static DecisionAnswer Default(PersonalizeSlot slot, string? item, bool named, double latency, string? reason) => new()
    {
        Slot = named ? slot.Name : null,
        SelectedItem = item,
        Reasoning = item is null ? "every item of this slot stands in another one" : "the slot's default: nothing could be decided",
        Alternatives = [.. slot.Items.Where(other => other.Id != item).Take(MostAlternatives).Select(other => new Alternative(other.Id, Score: null, Propensity: null))],
        Policy = DefaultPolicy,
        LatencyMs = latency,
        Degraded = reason is null ? null : true,
        Reason = reason,
    };
}
