using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Personalization.Search.Text;

namespace Personalization.Discovery.Imports;

/// <summary>Column names to their meaning: the caller's map first, then the names the field uses.</summary>
public sealed class ColumnMap
{
    private static readonly FrozenDictionary<string, (ColumnRole Role, int Rank)> Aliases = Table(
        (ColumnRole.Id, ["id", "product_id", "sku", "code"]),
        (ColumnRole.Name, ["name", "product_name", "title", "product", "product_name_en"]),
        (ColumnRole.Brand, ["brand", "brands", "brand_name"]),
        (ColumnRole.Categories, ["categories_tags", "categories", "category", "product_category", "sub_category"]),
        (ColumnRole.Attributes, ["labels_tags", "attributes", "labels", "tags"]),
        (ColumnRole.Price, ["price", "sale_price"]),
        (ColumnRole.Currency, ["currency", "price_currency"]),
        (ColumnRole.InStock, ["in_stock", "availability"]),
        (ColumnRole.ImageUrl, ["image_url"]),
        (ColumnRole.FaceShapes, ["face_shape_compatibility"]),
        (ColumnRole.Text, ["description", "short_description", "generic_name", "generic_name_en", "long_description", "summary"]),
        (ColumnRole.Ingredients, ["ingredients_text", "ingredients", "ingredients_text_en"]),
        (ColumnRole.Kind, ["product_type", "type"]));

    private static readonly FrozenDictionary<string, ColumnRole> Targets = new Dictionary<string, ColumnRole>
    {
        ["id"] = ColumnRole.Id,
        ["name"] = ColumnRole.Name,
        ["brand"] = ColumnRole.Brand,
        ["categories"] = ColumnRole.Categories,
        ["category"] = ColumnRole.Categories,
        ["attributes"] = ColumnRole.Attributes,
        ["attribute"] = ColumnRole.Attributes,
        ["price"] = ColumnRole.Price,
        ["currency"] = ColumnRole.Currency,
        ["in_stock"] = ColumnRole.InStock,
        ["image_url"] = ColumnRole.ImageUrl,
        ["face_shape_compatibility"] = ColumnRole.FaceShapes,
        ["description"] = ColumnRole.Text,
        ["ingredients"] = ColumnRole.Ingredients,
        ["ignore"] = ColumnRole.Ignored,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> PersonWords = new[]
    {
        "creator", "contributor", "contributors", "author", "authors", "user", "users", "username", "nickname", "email", "mail", "customer", "customers", "editor", "editors",
        "uploader", "reviewer", "photographer", "photographers", "corrector", "correctors", "checker", "checkers", "informer", "informers", "firstname", "lastname", "surname", "phone", "by",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ColumnRole> _mapped;
    private readonly IReadOnlyDictionary<string, string> _asked;
    private readonly ConcurrentDictionary<string, (ColumnRole Role, int Rank)> _known = new(StringComparer.Ordinal);

    /// <param name="map">Column to product field; see <see cref="Fields"/>.</param>
    /// <exception cref="ArgumentException">A target is no product field.</exception>
    public ColumnMap(IReadOnlyDictionary<string, string> map)
    {
        _asked = map;
        var mapped = new Dictionary<string, ColumnRole>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, field) in map)
        {
            mapped[Normal(column)] = Targets.TryGetValue(field.Trim(), out var role)
                ? role
                : throw new ArgumentException($"'{field}' is no product field; use one of {Fields}.", nameof(map));
        }

        _mapped = mapped.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What a map can name as target.</summary>
    public static string Fields { get; } = string.Join(", ", Targets.Keys.Order(StringComparer.Ordinal));

    /// <summary>The first target of a map that is no product field; null when all are.</summary>
    public static string? FirstUnknownTarget(IReadOnlyDictionary<string, string> map) => map.Values.FirstOrDefault(field => !Targets.ContainsKey(field.Trim()));

    /// <summary>The columns that the caller's map names and the body does not have.</summary>
    /// <param name="columns">The columns of the body that hold a value.</param>
    public IReadOnlyList<(string Column, ColumnRole Role)> Missing(IEnumerable<string> columns)
    {
        var there = columns.Select(Normal).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _asked.Where(pair => !there.Contains(Normal(pair.Key))).Select(pair => (pair.Key, Targets[pair.Value.Trim()]))];
    }

    /// <summary>True when the caller's map names a column of this meaning.</summary>
    public bool Names(ColumnRole role) => _mapped.Values.Contains(role);

    /// <summary>The meaning of a column; among columns of one meaning the smaller rank is read first.</summary>
    public (ColumnRole Role, int Rank) this[string column] => _known.GetOrAdd(column, static (name, map) => map.Resolve(name), this);

    private (ColumnRole Role, int Rank) Resolve(string column)
    {
        var name = Normal(column);
        if (_mapped.TryGetValue(name, out var role))
        {
            return (role, -1);
        }

        if (Aliases.TryGetValue(name, out var known))
        {
            return known;
        }

        if (NamesPeople(name))
        {
            return (ColumnRole.Ignored, 0);
        }

        if (name.StartsWith("product_name_", StringComparison.Ordinal))
        {
            return (ColumnRole.Name, 50);
        }

        if (name.StartsWith("ingredients_text_", StringComparison.Ordinal))
        {
            return (ColumnRole.Ingredients, 50);
        }

        return (ColumnRole.Other, 0);
    }

    /// <summary>A column whose name has a word for a person, such as `last_modified_by`.</summary>
    private static bool NamesPeople(string name) => name.Split('_', StringSplitOptions.RemoveEmptyEntries).Any(PersonWords.Contains);

    /// <summary>Lower case, words joined by `_`: "Product Name", "productName" and "product-name" are `product_name`.</summary>
    internal static string Normal(string column)
    {
        var spaced = new StringBuilder(column.Length + 4);
        for (var at = 0; at < column.Length; at++)
        {
            if (at > 0 && char.IsUpper(column[at]) && char.IsLower(column[at - 1]))
            {
                spaced.Append(' ');
            }

            spaced.Append(column[at] == '_' ? ' ' : column[at]);
        }

        return Tokenizer.Fold(spaced.ToString()).Replace(' ', '_');
    }

    private static FrozenDictionary<string, (ColumnRole Role, int Rank)> Table(params (ColumnRole Role, string[] Names)[] roles) =>
        roles.SelectMany(role => role.Names.Select((name, rank) => (name, role: (role.Role, rank)))).ToFrozenDictionary(pair => pair.name, pair => pair.role, StringComparer.Ordinal);
}
