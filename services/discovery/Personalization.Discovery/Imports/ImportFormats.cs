namespace Personalization.Discovery.Imports;

public static class ImportFormats
{
    public const string Remedy = "use text/csv, text/tab-separated-values, application/x-ndjson or application/json";

    /// <summary>The format of a media type; parameters such as `charset=utf-8` are ignored.</summary>
    public static bool TryParse(string? contentType, out ImportFormat format)
    {
        var end = contentType?.IndexOf(';') ?? -1;
        var mediaType = (end < 0 ? contentType : contentType![..end])?.Trim().ToLowerInvariant();
        ImportFormat? found = mediaType switch
        {
            "text/csv" or "application/csv" => ImportFormat.Csv,
            "text/tab-separated-values" or "text/tsv" => ImportFormat.Tsv,
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => ImportFormat.JsonLines,
            "application/json" => ImportFormat.JsonArray,
            _ => null,
        };
        format = found ?? ImportFormat.Csv;
        return found is not null;
    }
}
