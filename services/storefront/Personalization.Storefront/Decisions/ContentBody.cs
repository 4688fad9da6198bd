using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>Content or an offer as it is sent: its shape. Whether it means something, decisions says.</summary>
public static class ContentBody
{
    public const int LongestWord = 128;

    private const int MostSegments = 100;
    private const int MostVariants = 50;
    private const int LongestName = 200;

    private const int Name = 0, Enabled = 1, Type = 2, Priority = 3, Segments = 4, StartsAt = 5, EndsAt = 6, When = 7, Variants = 8, Metadata = 9;

    private const int VariantId = 0, Body = 1, Weight = 2, VariantStart = 3, VariantEnd = 4, VariantWhen = 5;

    private static readonly FieldNames Names = new("name", "enabled", "type", "priority", "segments", "starts_at", "ends_at", "when", "variants", "metadata");

    private static readonly FieldNames VariantNames = new("id", "body", "weight", "starts_at", "ends_at", "when");

    /// <summary>The content in the form in which it is kept; null when a fault was noted.</summary>
    public static JsonElement? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        if (!fields.Has(Type))
        {
            fields.Fault(Type, "is missing; name the kind of content, such as banner");
        }

        if (!fields.Has(Variants))
        {
            fields.Fault(Variants, "is missing; send at least one");
        }

        var content = new ContentDefinition
        {
            Name = fields.Text(Name, LongestName),
            Enabled = fields.Boolean(Enabled),
            Type = fields.Text(Type, LongestWord) ?? "",
            Priority = fields.Whole(Priority, 0, 1_000) ?? 0,
            Segments = fields.Texts(Segments, MostSegments),
            StartsAt = fields.Date(StartsAt),
            EndsAt = fields.Date(EndsAt),
            When = fields.Has(When) ? fields.Raw(When) : null,
            Variants = [.. fields.Elements(Variants, MostVariants, "variants").Index().Select(variant => ReadVariant(variant.Item, $"variants[{variant.Index}]", faults))],
            Metadata = Object(fields, Metadata),
        };
        return faults.Any ? null : JsonSerializer.SerializeToElement(content, DecisionsJson.Default.ContentDefinition);
    }

    private static ContentVariant ReadVariant(JsonElement element, string path, Faults faults)
    {
        if (JsonFields.Open(element, VariantNames, path, faults) is not { } fields)
        {
            return new ContentVariant { Id = "" };
        }

        if (!fields.Has(VariantId))
        {
            fields.Fault(VariantId, "is missing; name the variant");
        }

        if (!fields.Has(Body))
        {
            fields.Fault(Body, "is missing; send what is shown, an object");
        }

        return new ContentVariant
        {
            Id = fields.Id(VariantId) ?? "",
            Body = Object(fields, Body) ?? default,
            Weight = (double?)fields.Number(Weight, 0, 1_000_000),
            StartsAt = fields.Date(VariantStart),
            EndsAt = fields.Date(VariantEnd),
            When = fields.Has(VariantWhen) ? fields.Raw(VariantWhen) : null,
        };
    }

    private static JsonElement? Object(JsonFields fields, int field)
    {
        if (!fields.Has(field))
        {
            return null;
        }

        if (fields.Raw(field).ValueKind == JsonValueKind.Object)
        {
            return fields.Raw(field);
        }

        fields.Fault(field, $"is {JsonFields.Kind(fields.Raw(field))}; send a JSON object");
        return null;
    }
}
