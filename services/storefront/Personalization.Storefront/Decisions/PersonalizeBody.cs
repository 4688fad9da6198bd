using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>The body of `POST /api/v1/personalize`, read and found right: one slot, or many.</summary>
public sealed record PersonalizeBody
{
    public const string DefaultSlot = "default";

    /// <summary>Of one slot.</summary>
    public const int MostItems = 500;

    /// <summary>Of a call.</summary>
    public const int MostSlots = 32;

    /// <summary>Of a call, over all slots.</summary>
    internal const int MostInAll = 2_000;

    /// <summary>Longer ones leave no room for the slot's index in decision ids.</summary>
    internal const int LongestRequestId = 120;

    private const int Customer = 0, AvailableItems = 1, ContextField = 2, SlotField = 3, Exclude = 4, RequestIdField = 5, DeferredField = 6, Repeats = 7, SlotsField = 8;

    private const int SlotName = 0, SlotItems = 1, SlotExclude = 2;

    private const int ItemId = 0, ItemFeatures = 1;

    private static readonly FieldNames Names = new("customer_id", "available_items", "context", "slot", "exclude", "request_id", "deferred", "allow_repeats", "slots");

    private static readonly FieldNames SlotNames = new("name", "available_items", "exclude");

    private static readonly FieldNames ItemNames = new("id", "features");

    public required string CustomerId { get; init; }

    public IReadOnlyList<NamedValue>? Context { get; init; }

    /// <summary>The context as it was sent; it lives as long as the request's document. Null, too, where the body was read without one (<see cref="Reread"/>).</summary>
    public JsonElement? RawContext { get; init; }

    /// <summary>By item: its features as they were sent.</summary>
    public IReadOnlyDictionary<string, JsonElement> RawFeatures { get => field ?? new Dictionary<string, JsonElement>(); init; } = new Dictionary<string, JsonElement>();

    public required IReadOnlyList<PersonalizeSlot> Slots { get; init; }

    /// <summary>True when the caller asked for `slots`: the answer has the same form.</summary>
    public bool IsMany { get; init; }

    public string? RequestId { get; init; }

    public bool Deferred { get; init; }

    public bool AllowRepeats { get; init; }

    /// <summary>As it was sent; valid as long as its document. Undefined: it was not sent, or read without a document.</summary>
    public JsonElement Source { get; init; }

    /// <summary>As it was sent, where it was read without a document.</summary>
    public ReadOnlyMemory<byte> Sent { get; init; }

    /// <summary>Of the body as it was sent. Worked out when asked for: most calls have no id that it would have to be told apart by.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Sent.IsEmpty ? JsonMarshal.GetRawUtf8Value(Source) : Sent.Span).AsSpan(0, 16));

    /// <summary>The same body read from a document, with context and features as they were sent.</summary>
    /// <param name="document">Of <see cref="Sent"/>.</param>
    public PersonalizeBody Reread(JsonDocument document) => Read(document.RootElement, new Faults()) ?? throw new InvalidOperationException("A body that was read before has faults.");

    /// <summary>Null when a fault was noted.</summary>
    public static PersonalizeBody? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var customer = fields.Id(Customer);
        if (!fields.Has(Customer))
        {
            fields.Fault(Customer, "is missing; send the shopper's id");
        }

        var requestId = fields.Id(RequestIdField);
        if (requestId is not null && TextLength.Fault(requestId, LongestRequestId) is { } tooLong)
        {
            fields.Fault(RequestIdField, tooLong);
        }

        var isMany = fields.Has(SlotsField);
        if (isMany && (fields.Has(AvailableItems) || fields.Has(SlotField) || fields.Has(Exclude)))
        {
            fields.Fault(SlotsField, "stands beside available_items, slot or exclude; send one slot's fields, or slots");
        }

        var raw = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var slots = isMany ? ReadSlots(fields, raw, faults) : [ReadSlot(fields, fields.Id(SlotField) ?? DefaultSlot, AvailableItems, Exclude, raw, faults)];
        if (slots.Sum(slot => slot.Items.Count) > MostInAll)
        {
            fields.Fault(SlotsField, $"have more than {MostInAll} items together; send fewer in a call");
        }

        var context = FeatureBag.Read(fields.Raw(ContextField), "context", faults);
        var deferred = fields.Boolean(DeferredField) ?? false;
        var repeats = fields.Boolean(Repeats) ?? false;
        return faults.Any || customer is null
            ? null
            : new PersonalizeBody
            {
                CustomerId = customer,
                Context = context,
                RawContext = fields.Has(ContextField) ? fields.Raw(ContextField) : null,
                RawFeatures = raw,
                Slots = slots,
                IsMany = isMany,
                RequestId = requestId,
                Deferred = deferred,
                AllowRepeats = repeats,
                Source = body,
            };
    }

    private static List<PersonalizeSlot> ReadSlots(JsonFields fields, Dictionary<string, JsonElement> raw, Faults faults)
    {
        List<PersonalizeSlot> slots = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, element) in fields.Elements(SlotsField, MostSlots, "slots").Index())
        {
            if (JsonFields.Open(element, SlotNames, $"slots[{index}]", faults) is not { } slot)
            {
                continue;
            }

            var name = slot.Id(SlotName);
            if (!slot.Has(SlotName))
            {
                slot.Fault(SlotName, "is missing; name the slot");
            }
            else if (name is not null && !seen.Add(name))
            {
                slot.Fault(SlotName, "stands twice; name each slot once");
            }

            slots.Add(ReadSlot(slot, name ?? "", SlotItems, SlotExclude, raw, faults));
        }

        if (slots.Count == 0 && !faults.Any)
        {
            fields.Fault(SlotsField, "is empty; send at least one slot");
        }

        return slots;
    }

    private static PersonalizeSlot ReadSlot(JsonFields fields, string name, int itemsField, int excludeField, Dictionary<string, JsonElement> raw, Faults faults)
    {
        if (!fields.Has(itemsField))
        {
            fields.Fault(itemsField, "is missing; send the items that could be shown, the default first");
        }

        var excluded = fields.Ids(excludeField, MostItems).ToHashSet(StringComparer.Ordinal);
        List<DecideItem> items = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var before = 0;
        foreach (var (index, element) in fields.Elements(itemsField, MostItems, "items").Index())
        {
            before++;
            var path = Faults.Join(fields.Path, $"available_items[{index}]");
            if (ReadItem(element, path, raw, faults) is { } item)
            {
                if (!seen.Add(item.Id))
                {
                    faults.Add(path, "", "stands twice; send each item once");
                }
                else if (!excluded.Contains(item.Id))
                {
                    items.Add(item);
                }
            }
        }

        if (before == 0 && fields.Has(itemsField) && fields.Raw(itemsField) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
        {
            fields.Fault(itemsField, "is empty; send at least one item");
        }
        else if (before > 0 && items.Count == 0 && !faults.Any)
        {
            fields.Fault(excludeField, "leaves no item; exclude fewer");
        }

        return new PersonalizeSlot(name, items);
    }

    private static DecideItem? ReadItem(JsonElement element, string path, Dictionary<string, JsonElement> raw, Faults faults)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (JsonFields.Open(element, ItemNames, path, faults) is not { } fields)
            {
                return null;
            }

            var id = fields.Id(ItemId);
            if (!fields.Has(ItemId))
            {
                fields.Fault(ItemId, "is missing; send the item's id");
            }

            var features = FeatureBag.Read(fields.Raw(ItemFeatures), Faults.Join(path, "features"), faults);
            if (id is not null && features is not null)
            {
                raw[id] = fields.Raw(ItemFeatures);
            }

            return id is null ? null : new DecideItem { Id = id, Features = features };
        }

        if (element.ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            if (JsonFields.ReadId(element, out var why) is { } text)
            {
                return new DecideItem { Id = text };
            }

            faults.Add(path, "", why!);
            return null;
        }

        faults.Add(path, "", $"is {JsonFields.Kind(element)}; send an id, or an object with id and features");
        return null;
    }
}
