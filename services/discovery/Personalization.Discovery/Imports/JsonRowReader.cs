using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Personalization.Discovery.Imports;

/// <summary>JSON lines, and a JSON array element by element, so that one malformed element costs itself alone.</summary>
internal static class JsonRowReader
{
    /// <summary>A longer element or line is refused. Characters.</summary>
    private const int MaxElement = 1 << 20;

    private const string Remedy = "send one JSON object a row";

    public static async IAsyncEnumerable<RawRow> ReadLinesAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new TextWindow(reader);
        var line = 1L;
        while (true)
        {
            var end = window.Text.IndexOf('\n');
            if (end < 0 && !window.AtEnd && window.Text.Length < MaxElement)
            {
                await window.GrowAsync(cancellationToken);
                continue;
            }

            if (end < 0 && !window.AtEnd)
            {
                yield return new RawRow(line, [], $"is longer than {MaxElement} characters; {Remedy}");
                while (window.Text.IndexOf('\n') < 0)
                {
                    window.Consume(window.Text.Length);
                    if (!await window.GrowAsync(cancellationToken))
                    {
                        yield break;
                    }
                }

                window.Consume(window.Text.IndexOf('\n') + 1);
                line++;
                continue;
            }

            if (end < 0 && window.Text.IsEmpty)
            {
                yield break;
            }

            var length = end < 0 ? window.Text.Length : end;
            var row = window.Text[..length].IsWhiteSpace() ? null : Parse(window.Text[..length].ToString(), line);
            window.Consume(end < 0 ? length : length + 1);
            line++;
            if (row is not null)
            {
                yield return row;
            }
        }
    }

    public static async IAsyncEnumerable<RawRow> ReadArrayAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new TextWindow(reader);
        var element = 0L;
        var opened = false;
        while (true)
        {
            var skipped = Skip(window.Text, opened ? " \t\r\n," : " \t\r\n");
            window.Consume(skipped);
            if (window.Text.IsEmpty)
            {
                if (await window.GrowAsync(cancellationToken))
                {
                    continue;
                }

                yield return new RawRow(element + 1, [], "the array is not closed: the body ends too early; send all of it");
                yield break;
            }

            if (!opened)
            {
                if (window.Text[0] != '[')
                {
                    yield return new RawRow(1, [], "is no JSON array; send [{...}, ...], or JSON lines as application/x-ndjson");
                    yield break;
                }

                opened = true;
                window.Consume(1);
                continue;
            }

            if (window.Text[0] == ']')
            {
                yield break;
            }

            var length = ElementLength(window.Text, window.AtEnd);
            if (length == 0 && !window.AtEnd && window.Text.Length < MaxElement)
            {
                await window.GrowAsync(cancellationToken);
                continue;
            }

            if (length == 0)
            {
                yield return new RawRow(element + 1, [], "the element never ends, so nothing behind it could be read; close its braces and quotes");
                yield break;
            }

            var text = window.Text[..length].ToString();
            window.Consume(length);
            yield return Parse(text, ++element);
        }
    }

    private static int Skip(ReadOnlySpan<char> text, ReadOnlySpan<char> what)
    {
        var at = text.IndexOfAnyExcept(what);
        return at < 0 ? text.Length : at;
    }

    /// <summary>The length of the element at the start; 0 when its end is not in the window.</summary>
    private static int ElementLength(ReadOnlySpan<char> text, bool atEnd)
    {
        var depth = 0;
        var inString = false;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (inString)
            {
                if (character == '\\')
                {
                    at++;
                }
                else if (character == '"')
                {
                    inString = false;
                }

                continue;
            }

            switch (character)
            {
                case '"':
                    inString = true;
                    break;
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']' when depth > 0:
                    if (--depth == 0)
                    {
                        return at + 1;
                    }

                    break;
                case ',' or ']' when depth == 0:
                    return Math.Max(at, 1);
            }
        }

        return atEnd && depth == 0 && !inString ? text.Length : 0;
    }

    private static RawRow Parse(string json, long line)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new RawRow(line, Fields(document.RootElement))
                : new RawRow(line, [], $"is {document.RootElement.ValueKind}, not an object; {Remedy}");
        }
        catch (JsonException exception)
        {
            return new RawRow(line, [], $"is no valid JSON (near character {exception.BytePositionInLine + 1}); {Remedy}");
        }
    }

    private static List<RawField> Fields(JsonElement row)
    {
        var fields = new List<RawField>();
        foreach (var property in row.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Array:
                    var list = property.Value.EnumerateArray().Select(Scalar).OfType<string>().ToList();
                    if (list.Count > 0)
                    {
                        fields.Add(new RawField(property.Name, string.Join('|', list), list, RawShape.List));
                    }

                    break;
                case JsonValueKind.Object:
                    fields.Add(new RawField(property.Name, property.Value.GetRawText(), Shape: RawShape.Object));
                    break;
                default:
                    if (Scalar(property.Value) is { } text)
                    {
                        fields.Add(new RawField(property.Name, text, Shape: property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? RawShape.Truth : RawShape.Text));
                    }

                    break;
            }
        }

        return fields;
    }

    /// <summary>The text of a scalar, numbers exactly as written; null when empty or no scalar.</summary>
    private static string? Scalar(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Text(value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape: no text can hold it.
            return null;
        }
    }
}
