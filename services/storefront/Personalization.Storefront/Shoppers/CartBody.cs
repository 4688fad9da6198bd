using System.Globalization;
using System.Text.Json;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Shoppers;

/// <summary>The body of `PUT /api/users/{id}/cart`: the whole cart, as `GET` gives it; its other fields are the server's.</summary>
public static class CartBody
{
    public const int MaxItems = 500;
    private const decimal MaxQuantity = 1_000_000m;

    private const int Items = 0;
    private const int ProductId = 0, Quantity = 1, AddedAt = 2;

    private static readonly FieldNames Names = new("items");
    private static readonly FieldNames ItemNames = new("product_id", "quantity", "added_at");

    /// <summary>Null when a fault was noted. Items without `added_at` were added now.</summary>
    public static IReadOnlyList<CartItem>? Read(JsonElement body, DateTimeOffset now, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        if (!fields.Has(Items))
        {
            fields.Fault(Items, "is missing; send an array of {product_id, quantity}, empty to clear the cart");
            return null;
        }

        var items = new List<CartItem>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var element in fields.Elements(Items, MaxItems, "{product_id, quantity}"))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"items[{index++}]");
            if (JsonFields.Open(element, ItemNames, path, faults) is { } item && ReadItem(item, now) is { } read)
            {
                if (known.Add(read.ProductId))
                {
                    items.Add(read);
                }
                else
                {
                    item.Fault(ProductId, "is in the cart twice; send one item with the quantity of both");
                }
            }
        }

        return faults.Any ? null : items;
    }

    private static CartItem? ReadItem(JsonFields item, DateTimeOffset now)
    {
        var product = item.Id(ProductId);
        if (!item.Has(ProductId))
        {
            item.Fault(ProductId, "is missing; send the product's id");
        }

        var quantity = item.Number(Quantity, 0, MaxQuantity);
        if (!item.Has(Quantity) || quantity == 0)
        {
            item.Fault(Quantity, "is missing or 0; send a number above 0, or leave the item out");
        }

        var addedAt = item.Time(AddedAt, now) ?? now;
        return product is null || quantity is null or 0 ? null : new CartItem(product, quantity.Value, addedAt);
    }
}
