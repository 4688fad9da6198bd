using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>A business rule as it is sent: its shape. Whether it means something, decisions says.</summary>
public static class RuleBody
{
    private const int MostSlots = 100;
    private const int MostItems = 1_000;
    private const int LongestName = 200;

    private const int Name = 0, Enabled = 1, Effect = 2, Priority = 3, Slots = 4, StartsAt = 5, EndsAt = 6, When = 7, Items = 8, ItemWhen = 9, Boost = 10, Limit = 11, Per = 12, Window = 13, Together = 14;

    private static readonly FieldNames Names =
        new("name", "enabled", "effect", "priority", "slots", "starts_at", "ends_at", "when", "items", "item_when", "boost", "limit", "per", "window", "together");

    /// <summary>The rule in the form in which it is kept; null when a fault was noted.</summary>
    public static JsonElement? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        if (!fields.Has(Effect))
        {
            fields.Fault(Effect, $"is missing; send one of {string.Join(", ", RuleEffects.All)}");
        }

        var rule = new RuleDefinition
        {
            Name = fields.Text(Name, LongestName),
            Enabled = fields.Boolean(Enabled),
            Effect = fields.OneOf(Effect, RuleEffects.All) ?? "",
            Priority = fields.Whole(Priority, 0, 1_000) ?? 0,
            Slots = fields.Ids(Slots, MostSlots),
            StartsAt = fields.Date(StartsAt),
            EndsAt = fields.Date(EndsAt),
            When = fields.Has(When) ? fields.Raw(When) : null,
            Items = fields.Ids(Items, MostItems),
            ItemWhen = fields.Has(ItemWhen) ? fields.Raw(ItemWhen) : null,
            Boost = (double?)fields.Number(Boost, -1_000_000, 1_000_000),
            Limit = fields.Whole(Limit, 1, 1_000_000_000),
            Per = fields.OneOf(Per, CapScopes.Owners),
            Window = fields.OneOf(Window, CapScopes.Windows),
            Together = fields.Boolean(Together),
        };
        return faults.Any ? null : JsonSerializer.SerializeToElement(rule, DecisionsJson.Default.RuleDefinition);
    }
}
