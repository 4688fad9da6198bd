using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Discovery.Imports;

/// <summary>
/// CSV (RFC 4180) and TSV with a header line. Lenient where files of the field are sloppy: the delimiter of a "CSV" is taken from its header,
/// a quote inside a field is text, a quote that never closes costs its own line only.
/// </summary>
internal static class DelimitedReader
{
    /// <summary>A record longer than this is taken for one whose quote never closes. Characters.</summary>
    private const int MaxRecord = 1 << 18;

    public static async IAsyncEnumerable<RawRow> ReadAsync(TextReader reader, char? delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new TextWindow(reader);
        var fields = new List<string>();
        string[]? header = null;
        var line = 1L;
        while (true)
        {
            if (header is null && delimiter is null)
            {
                while (window.Text.IndexOf('\n') < 0 && await window.GrowAsync(cancellationToken))
                {
                }

                delimiter = Guess(window.Text);
            }

            fields.Clear();
            var (length, lines) = Read(window.Text, delimiter ?? '\t', window.AtEnd, fields);
            if (length == 0)
            {
                if (window.Text.Length < MaxRecord && !window.AtEnd)
                {
                    await window.GrowAsync(cancellationToken);
                    continue;
                }

                if (window.Text.IsEmpty)
                {
                    yield break;
                }

                var end = window.Text.IndexOf('\n');
                window.Consume(end < 0 ? window.Text.Length : end + 1);
                yield return new RawRow(line++, [], "a quote opens here and never closes; close it, or double quotes inside a field");
                continue;
            }

            window.Consume(length);
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                if (header is null)
                {
                    header = [.. fields.Select(field => field.Trim())];
                }
                else
                {
                    yield return Row(line, header, fields);
                }
            }

            line += lines;
        }
    }

    /// <summary>Reads one record into <paramref name="fields"/>.</summary>
    /// <returns>Its length with the line end, and its line ends; length 0 when it is not complete in the window.</returns>
    private static (int Length, int Lines) Read(ReadOnlySpan<char> text, char delimiter, bool atEnd, List<string> fields)
    {
        var at = 0;
        var lines = 0;
        while (true)
        {
            if (at < text.Length && text[at] == '"')
            {
                if (!ReadQuoted(text, ref at, ref lines, atEnd, out var quoted))
                {
                    return default;
                }

                var rest = text[at..].IndexOfAny(delimiter, '\n');
                if (rest < 0 && !atEnd)
                {
                    return default;
                }

                var tail = text.Slice(at, rest < 0 ? text.Length - at : rest);
                fields.Add(string.Concat(quoted, tail.TrimEnd('\r')));
                at += tail.Length;
            }
            else
            {
                var length = text[at..].IndexOfAny(delimiter, '\n');
                if (length < 0 && (!atEnd || text.IsEmpty))
                {
                    return default;
                }

                var field = text.Slice(at, length < 0 ? text.Length - at : length);
                at += field.Length;
                fields.Add((at < text.Length && text[at] == '\n') || at == text.Length ? field.TrimEnd('\r').ToString() : field.ToString());
            }

            if (at == text.Length)
            {
                return atEnd ? (at, lines + 1) : default;
            }

            if (text[at++] == '\n')
            {
                return (at, lines + 1);
            }
        }
    }

    private static bool ReadQuoted(ReadOnlySpan<char> text, ref int at, ref int lines, bool atEnd, out string value)
    {
        var builder = new StringBuilder();
        value = "";
        at++;
        while (true)
        {
            var quote = text[at..].IndexOf('"');
            if (quote < 0)
            {
                return false;
            }

            var part = text.Slice(at, quote);
            lines += part.Count('\n');
            builder.Append(part);
            at += quote + 1;
            if (at == text.Length && !atEnd)
            {
                return false;
            }

            if (at == text.Length || text[at] != '"')
            {
                value = builder.ToString();
                return true;
            }

            builder.Append('"');
            at++;
        }
    }

    private static RawRow Row(long line, string[] header, List<string> fields)
    {
        if (fields.Count > header.Length)
        {
            return new RawRow(line, [], $"has {fields.Count} fields where the header has {header.Length}; quote a field that contains the delimiter");
        }

        var filled = new List<RawField>();
        for (var column = 0; column < fields.Count; column++)
        {
            var text = fields[column].Trim();
            if (text.Length > 0)
            {
                filled.Add(new RawField(header[column], text));
            }
        }

        return new RawRow(line, filled);
    }

    private static char Guess(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        var header = end < 0 ? text : text[..end];
        var best = ',';
        foreach (var candidate in (ReadOnlySpan<char>)['\t', ';', '|'])
        {
            if (header.Count(candidate) > header.Count(best))
            {
                best = candidate;
            }
        }

        return best;
    }
}
