using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Personalization.Discovery.Attributes;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Imports;

/// <summary>Rows to products, by what the columns mean. A row with a fault is reported and not applied.</summary>
public sealed class ProductReader(ColumnStatistics columns)
{
    internal const string Utf8Remedy = "save the file as UTF-8 and import it again";

    private const int MaxName = 500;

    private const int MaxValue = 120;

    private const int MaxCategories = 30;

    private const int MaxAttributes = 60;

    private const int MaxText = 600;

    /// <summary>The product of a row, or null with the reason in <paramref name="fault"/>.</summary>
    public CatalogueEntry? Read(RawRow row, out ImportFault? fault)
    {
        fault = null;
        if (row.Fault is not null)
        {
            fault = new ImportFault(row.Line, "row", row.Fault);
            return null;
        }

        if (row.Fields.FirstOrDefault(field => field.Text.Contains(RowReader.NoText, StringComparison.Ordinal)) is { Text: not null } damaged)
        {
            fault = new ImportFault(row.Line, damaged.Column.Replace(RowReader.NoText, '?'), $"has bytes that are not UTF-8; {Utf8Remedy}");
            return null;
        }

        var parts = Collect(row);
        if (parts.FaultField is not null)
        {
            fault = new ImportFault(row.Line, parts.FaultField, parts.FaultWhy!);
            return null;
        }

        var id = parts.Id ?? (columns.HasId ? null : Hash(row));
        if (ProductIds.Fault(id) is { } badId)
        {
            fault = new ImportFault(row.Line, "id", badId);
            return null;
        }

        var name = parts.Names.Count > 0 ? parts.Names.Values[0] : columns.HasName ? null : parts.Kind ?? parts.Categories.LastOrDefault();
        if (name is null || name.Length > MaxName)
        {
            fault = new ImportFault(row.Line, "name", name is null ? "is empty; give each product a name" : $"has {name.Length} characters; use at most {MaxName}");
            return null;
        }

        var inferred = AttributeInference.Infer(name, parts.Categories, parts.Labels, parts.Ingredients.ToString(), [.. parts.Names.Values.Skip(1), .. parts.Texts, .. parts.Brand is { } brand ? [brand] : (IEnumerable<string>)[]]);
        var text = string.Join(' ', parts.Names.Values.Skip(1).Concat(parts.Texts).Distinct());
        return new CatalogueEntry(
            new Product
            {
                Id = id!,
                Name = name,
                Brand = parts.Brand,
                Categories = Distinct(parts.Categories, MaxCategories),
                Attributes = Distinct([.. parts.Labels, .. inferred, .. parts.Columns], MaxAttributes),
                Price = parts.Price,
                Currency = parts.Price is null ? null : parts.Currency,
                InStock = parts.InStock,
                ImageUrl = parts.ImageUrl,
                FaceShapeCompatibility = parts.FaceShapes,
            },
            text.Length == 0 ? null : text.Length > MaxText ? text[..MaxText] : text);
    }

    private RowParts Collect(RawRow row)
    {
        var parts = new RowParts();
        foreach (var field in row.Fields)
        {
            var (role, rank) = columns.Map[field.Column];
            if (WrongShape(role, field.Shape) is { } wrong)
            {
                parts.Fault(wrong.Field, wrong.Why);
                continue;
            }

            switch (role)
            {
                case ColumnRole.Id:
                    parts.SetId(field.Text, rank);
                    break;
                case ColumnRole.Name:
                    parts.Names.TryAdd((rank * 1000) + parts.Names.Count, field.Text);
                    break;
                case ColumnRole.Brand:
                    parts.Brand ??= ListText.Split(field, MaxValue).FirstOrDefault();
                    break;
                case ColumnRole.Categories when rank is < 0 or 0 || rank > 1 || !columns.HasTags(role):
                    parts.Categories.AddRange(ListText.Split(field, MaxValue));
                    break;
                case ColumnRole.Attributes when rank is < 0 or 0 or 1 || !columns.HasTags(role):
                    parts.Labels.AddRange(ListText.Split(field, MaxValue));
                    break;
                case ColumnRole.Price:
                    parts.SetPrice(field.Text, rank);
                    break;
                case ColumnRole.Currency:
                    parts.SetCurrency(field.Text);
                    break;
                case ColumnRole.InStock:
                    parts.SetInStock(field.Text);
                    break;
                case ColumnRole.ImageUrl:
                    parts.ImageUrl ??= field.Text;
                    break;
                case ColumnRole.FaceShapes:
                    parts.SetFaceShapes(field.Text);
                    break;
                case ColumnRole.Text:
                    parts.Texts.Add(field.Text);
                    break;
                case ColumnRole.Ingredients:
                    parts.Ingredients.Append(field.Text).Append(' ');
                    break;
                case ColumnRole.Kind or ColumnRole.Other:
                    Other(parts, field, role);
                    break;
            }
        }

        return parts;
    }

    /// <summary>What a JSON body may not give for a field of the product; null when it may. Numbers are as good as text.</summary>
    private static (string Field, string Why)? WrongShape(ColumnRole role, RawShape shape) => (role, shape) switch
    {
        (ColumnRole.Id, not RawShape.Text) => ("id", $"is {Called(shape)}; give each product an id that is text or a number"),
        (ColumnRole.Name, RawShape.Object or RawShape.Truth) => ("name", $"is {Called(shape)}; use text"),
        (ColumnRole.Brand, RawShape.Object or RawShape.Truth) => ("brand", $"is {Called(shape)}; use text"),
        (ColumnRole.Categories, RawShape.Object or RawShape.Truth) => ("categories", $"is {Called(shape)}; use a list of texts"),
        (ColumnRole.Attributes, RawShape.Object or RawShape.Truth) => ("attributes", $"is {Called(shape)}; use a list of texts"),
        (ColumnRole.ImageUrl, not RawShape.Text) => ("image_url", $"is {Called(shape)}; use one address"),
        _ => null,
    };

    private static string Called(RawShape shape) => shape switch
    {
        RawShape.Truth => "true or false",
        RawShape.List => "a list",
        RawShape.Object => "an object",
        _ => "text",
    };

    private void Other(RowParts parts, RawField field, ColumnRole role)
    {
        if (field.Shape == RawShape.Object)
        {
            return; // What is nested in it means nothing here.
        }

        if (role == ColumnRole.Kind)
        {
            parts.Kind ??= field.Text;
        }

        if (!columns.IsAttribute(field.Column))
        {
            return;
        }

        foreach (var value in field.List ?? [field.Text])
        {
            var clean = ListText.Clean(value);
            if (clean.Length is > 0 and <= MaxValue)
            {
                parts.Columns.Add($"{field.Column}:{clean}");
                if (AttributeInference.FromColumn(ColumnMap.Normal(field.Column), clean) is { } diet)
                {
                    parts.Labels.Add(diet);
                }
            }
        }
    }

    private static List<string> Distinct(IEnumerable<string> values, int limit) =>
        [.. values.Distinct(StringComparer.OrdinalIgnoreCase).Take(limit)];

    /// <summary>A body without an id column: the same row gets the same id in every import.</summary>
    private static string Hash(RawRow row)
    {
        var text = new StringBuilder();
        foreach (var field in row.Fields)
        {
            text.Append(field.Column).Append('\u001F').Append(field.Text).Append('\u001E');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..10]);
    }

    private sealed class RowParts
    {
        private int _idRank = int.MaxValue;
        private int _priceRank = int.MaxValue;

        public string? Id { get; private set; }

        /// <summary>By rank of the column.</summary>
        public SortedList<int, string> Names { get; } = [];

        public string? Brand { get; set; }

        public string? Kind { get; set; }

        public List<string> Categories { get; } = [];

        public List<string> Labels { get; } = [];

        public List<string> Columns { get; } = [];

        public List<string> Texts { get; } = [];

        public StringBuilder Ingredients { get; } = new();

        public decimal? Price { get; private set; }

        public string? Currency { get; private set; }

        public bool InStock { get; private set; } = true;

        public string? ImageUrl { get; set; }

        public IReadOnlyDictionary<string, double>? FaceShapes { get; private set; }

        public string? FaultField { get; private set; }

        public string? FaultWhy { get; private set; }

        public void SetId(string text, int rank)
        {
            if (rank < _idRank)
            {
                (Id, _idRank) = (text, rank);
            }
        }

        public void SetPrice(string text, int rank)
        {
            if (rank >= _priceRank)
            {
                return;
            }

            if (!PriceText.TryParse(text, out var price, out var currency))
            {
                Fault("price", $"'{Shown(text)}' is no price; use a number from 0 such as 12.50");
                return;
            }

            (Price, _priceRank) = (price, rank);
            Currency ??= currency;
        }

        public void SetCurrency(string text)
        {
            if (text.Length != 3 || !text.All(char.IsAsciiLetter))
            {
                Fault("currency", $"'{Shown(text)}' is no currency; use a code of ISO 4217 such as EUR");
                return;
            }

            Currency = text.ToUpperInvariant();
        }

        public void SetInStock(string text)
        {
            switch (text.ToLowerInvariant().Replace('_', ' '))
            {
                case "true" or "1" or "yes" or "y" or "in stock" or "instock" or "available":
                    InStock = true;
                    break;
                case "false" or "0" or "no" or "n" or "out of stock" or "outofstock" or "sold out" or "unavailable" or "discontinued":
                    InStock = false;
                    break;
                default:
                    Fault("in_stock", $"'{Shown(text)}' is neither true nor false; use true or false");
                    break;
            }
        }

        public void SetFaceShapes(string text)
        {
            try
            {
                var shapes = JsonSerializer.Deserialize(text, ImportJson.Default.DictionaryStringDouble)!;
                if (shapes.Values.All(value => value is >= 0 and <= 1))
                {
                    FaceShapes = shapes;
                    return;
                }
            }
            catch (JsonException)
            {
                // Said below, as for values out of range.
            }

            Fault("face_shape_compatibility", "is no object of numbers 0..1; use {\"oval\": 0.8}");
        }

        public void Fault(string field, string why)
        {
            FaultField ??= field;
            FaultWhy ??= why;
        }

        private static string Shown(string text) => text.Length > 40 ? $"{text.AsSpan(0, 40)}..." : text;
    }
}
