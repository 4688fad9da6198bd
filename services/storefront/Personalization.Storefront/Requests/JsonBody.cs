using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Personalization.Storefront.Requests;

/// <summary>A request body as JSON, or the reason it is none. Never throws for input.</summary>
public static class JsonBody
{
    /// <summary>The name under which faults of the whole body are reported.</summary>
    public const string Field = "body";

    private static readonly JsonDocumentOptions Options = new()
    {
        // Depth is judged value by value (JsonText), so that one bad event does not cost its neighbours.
        MaxDepth = int.MaxValue,
        AllowDuplicateProperties = true,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>Parses <paramref name="utf8"/>, which must stay unchanged while the document is used.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, Faults faults, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        if (utf8.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            faults.Add("", Field, "is empty; send a JSON object");
            return false;
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            faults.Add("", Field, "is not valid UTF-8; send JSON encoded as UTF-8");
            return false;
        }

        if (JsonNesting.IsTooCostly(utf8.Span))
        {
            faults.Add("", Field, $"is nested too deeply to be read; send values of at most {JsonText.MaxDepth} levels");
            return false;
        }

        try
        {
            document = JsonDocument.Parse(utf8, Options);
            return true;
        }
        catch (JsonException exception)
        {
            faults.Add("", Field, $"is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}; send one JSON value by RFC 8259");
            return false;
        }
    }
}
