using System.Globalization;
using System.Text.Json;
using Personalization.Conditions;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Rules;

/// <summary>What conditions look at in one call: `{item, shopper, context, slot, now: {date, time, hour, weekday}}`, times in UTC, Monday 1 to Sunday 7.</summary>
public sealed class RuleScene
{
    private readonly DecideFacts? _facts;
    private readonly Dictionary<string, ConditionData> _items = new(StringComparer.Ordinal);
    private readonly ConditionData _shared;

    public RuleScene(DecideFacts? facts, DateTimeOffset now)
    {
        _facts = facts;
        var utc = now.UtcDateTime;
        _shared = ConditionData.Empty
            .With("context", ConditionData.From(facts?.Context ?? default))
            .With("shopper", ConditionData.From(facts?.Shopper ?? default))
            .With("now", ConditionData.Empty
                .With("date", ConditionData.Of(utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
                .With("time", ConditionData.Of(utc.ToString("HH:mm", CultureInfo.InvariantCulture)))
                .With("hour", ConditionData.Of(utc.Hour))
                .With("weekday", ConditionData.Of(utc.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)utc.DayOfWeek)));
    }

    /// <summary>What a condition on the call looks at.</summary>
    public ConditionData Call(string slot) => _shared.With("slot", ConditionData.Of(slot));

    /// <summary>The same with an item.</summary>
    public ConditionData With(ConditionData call, string item)
    {
        if (!_items.TryGetValue(item, out var data))
        {
            data = _facts?.Items?.TryGetValue(item, out var known) == true && known.ValueKind == JsonValueKind.Object
                ? ConditionData.From(known).With("id", ConditionData.Of(item))
                : ConditionData.Empty.With("id", ConditionData.Of(item));
            _items[item] = data;
        }

        return call.With("item", data);
    }
}
