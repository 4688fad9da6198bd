using System.Diagnostics.CodeAnalysis;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Catalogue;

/// <summary>How an import's body is to be read: the query and the content type of `POST /api/catalog/import`.</summary>
/// <param name="Mode">`upsert` or `replace`.</param>
/// <param name="Map">Column name to product field.</param>
/// <param name="ContentType">One of the four that discovery takes.</param>
public sealed record ImportOptions(string Mode, IReadOnlyDictionary<string, string> Map, string ContentType)
{
    public const string Csv = "text/csv";
    public const string Tsv = "text/tab-separated-values";
    public const string NdJson = "application/x-ndjson";
    public const string Json = "application/json";

    private const int MaxColumn = 256;

    private static readonly string[] Modes = ["upsert", "replace"];

    private static readonly HashSet<string> Fields =
        ["id", "name", "brand", "categories", "attributes", "price", "currency", "in_stock", "image_url", "face_shape_compatibility"];

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [Csv] = Csv,
        ["application/csv"] = Csv,
        [Tsv] = Tsv,
        ["text/tsv"] = Tsv,
        [NdJson] = NdJson,
        ["application/ndjson"] = NdJson,
        ["application/jsonl"] = NdJson,
        ["application/x-jsonlines"] = NdJson,
        [Json] = Json,
    };

    /// <summary>The content type's canonical name, without parameters.</summary>
    public static bool TryContentType(string? mediaType, [NotNullWhen(true)] out string? contentType) =>
        ContentTypes.TryGetValue(mediaType ?? "", out contentType);

    /// <summary>Null when a fault was noted.</summary>
    public static ImportOptions? Read(IReadOnlyList<string> modes, IReadOnlyList<string> maps, string contentType, Faults faults)
    {
        var mode = modes.Count == 0 ? "upsert" : modes[0];
        if (modes.Count > 1 || !Modes.Contains(mode))
        {
            faults.Add("", "mode", "is not known; send upsert or replace");
        }

        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in maps.SelectMany(Pairs))
        {
            // The column may have a colon in its name, the field has none.
            var colon = entry.LastIndexOf(':');
            var field = colon < 0 ? "" : entry[(colon + 1)..].Trim();
            if (colon is <= 0 or > MaxColumn || !Fields.Contains(field))
            {
                faults.Add("", "map", $"'{Shorten(entry)}' is not column:field; send a column and one of {string.Join(", ", Fields.Order(StringComparer.Ordinal))}");
            }
            else if (!map.TryAdd(entry[..colon].Trim(), field))
            {
                faults.Add("", "map", $"names the column '{Shorten(entry[..colon])}' twice; send each column once");
            }
        }

        return faults.Any ? null : new ImportOptions(mode, map, contentType);
    }

    /// <summary>Several pairs may share one parameter, parted by commas; a comma may also belong to the column's name.</summary>
    private static string[] Pairs(string text)
    {
        var pairs = text.Split(',');
        return pairs.All(pair => pair.LastIndexOf(':') is > 0 and var colon && Fields.Contains(pair[(colon + 1)..].Trim())) ? pairs : [text];
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "...";
}
