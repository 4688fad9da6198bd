using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Decisions;

/// <summary>Writes down what conditions of rules look at: products as the catalogue has them, the shopper's likes by name, the context as it was sent.</summary>
public static class FactSheet
{
    /// <param name="context">As the caller wrote it; null without.</param>
    /// <param name="items">Offered in any slot.</param>
    /// <param name="features">By item: what the caller sent of it.</param>
    /// <param name="find">The product of an id; null where the catalogue has none.</param>
    /// <param name="shopper">Null where nobody is known. Who switched personalization off is as unknown.</param>
    public static DecideFacts Write(
        JsonElement? context, IEnumerable<string> items, IReadOnlyDictionary<string, JsonElement> features, Func<string, Product?> find, ShopperContext? shopper) => new()
        {
            Context = context,
            Shopper = Json(json => Write(json, shopper)),
            Items = items.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => Json(json => Write(json, find(id), features.TryGetValue(id, out var sent) ? sent : null)), StringComparer.Ordinal),
        };

    private static void Write(Utf8JsonWriter json, ShopperContext? shopper)
    {
        var known = shopper is { Switches.Enabled: true } ? shopper : null;
        json.WriteBoolean("known", known?.Events > 0);
        json.WriteNumber("events", known?.Events ?? 0);
        Write("categories", known?.Categories);
        Write("brands", known?.Brands);
        Write("attributes", known?.Attributes);
        json.WriteStartArray("dietary");
        foreach (var diet in known?.Dietary ?? [])
        {
            json.WriteStringValue(diet);
        }

        json.WriteEndArray();
        WriteIds("recent", known?.Recent.Select(view => view.ProductId));
        WriteIds("reorder", known?.Reorder.Select(due => due.ProductId));
        if (known?.PriceBand is { } band)
        {
            json.WriteStartObject("price_band");
            json.WriteString("currency", band.Currency);
            json.WriteNumber("low", band.Low);
            json.WriteNumber("typical", band.Typical);
            json.WriteNumber("high", band.High);
            json.WriteEndObject();
        }

        if (known?.UpdatedAt is { } at)
        {
            json.WriteString("last_seen", at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        void WriteIds(string name, IEnumerable<string>? ids)
        {
            json.WriteStartArray(name);
            foreach (var id in (ids ?? []).Distinct(StringComparer.Ordinal))
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }

        void Write(string name, IReadOnlyDictionary<string, Affinity>? liked)
        {
            json.WriteStartObject(name);
            foreach (var (value, affinity) in liked ?? new Dictionary<string, Affinity>())
            {
                json.WriteNumber(value, affinity.Score - affinity.Dislike);
            }

            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, Product? product, JsonElement? features)
    {
        if (product is not null)
        {
            json.WriteString("name", product.Name);
            json.WriteString("brand", product.Brand);
            Write("categories", product.Categories);
            Write("attributes", product.Attributes);
            if (product.Price is { } price)
            {
                json.WriteNumber("price", price);
            }

            json.WriteString("currency", product.Currency);
            json.WriteBoolean("in_stock", product.InStock);
        }

        if (features is { } sent)
        {
            json.WritePropertyName("features");
            sent.WriteTo(json);
        }

        void Write(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    private static JsonElement Json(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }
}
