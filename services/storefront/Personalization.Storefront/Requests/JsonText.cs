using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Personalization.Storefront.Requests;

/// <summary>
/// What JSON's grammar lets through and no reader behind us can take: nesting without end and escapes of half a
/// character. Judged on the raw text before any value is read, because reading such a string throws.
/// </summary>
public static class JsonText
{
    /// <summary>Levels of nesting an accepted value may have; the services behind read to 64 and wrap it a few times.</summary>
    public const int MaxDepth = 32;

    /// <summary>True when the value can be read and handed on; else the fault is noted under the nearest known path.</summary>
    public static bool Check(JsonElement value, string path, Faults faults)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var escapes = raw.Contains((byte)'\\');
        if (!escapes && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return true;
        }

        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    faults.Add(path, PathOf(raw, reader.TokenStartIndex), $"is nested deeper than {MaxDepth} levels; send a flatter value");
                    return false;
                }
            }
            else if (escapes && reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String
                && reader.ValueIsEscaped && !EscapesWholeCharacters(reader.ValueSpan))
            {
                faults.Add(path, PathOf(raw, reader.TokenStartIndex), "has an escape of half a character (a lone surrogate); send whole Unicode characters");
                return false;
            }
        }

        return true;
    }

    /// <summary>The names, down to the second level, around the token that starts at <paramref name="offset"/>.</summary>
    private static string PathOf(ReadOnlySpan<byte> raw, long offset)
    {
        string first = "", second = "";
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read() && reader.TokenStartIndex < offset)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2 || reader.ValueIsEscaped || reader.ValueSpan.Length > 64)
            {
                continue;
            }

            if (reader.CurrentDepth == 1)
            {
                (first, second) = (Encoding.UTF8.GetString(reader.ValueSpan), "");
            }
            else
            {
                second = Encoding.UTF8.GetString(reader.ValueSpan);
            }
        }

        return first.Length == 0 ? JsonBody.Field : Faults.Join(first, second);
    }

    /// <summary>Of the raw text between the quotes, which the parser has taken.</summary>
    internal static bool EscapesWholeCharacters(ReadOnlySpan<byte> text)
    {
        var pending = false;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = -1;
            if (text[i] == (byte)'\\')
            {
                i++;
                if (text[i] == (byte)'u')
                {
                    unit = Hex(text.Slice(i + 1, 4));
                    i += 4;
                }
            }

            if (pending != unit is >= 0xDC00 and <= 0xDFFF)
            {
                return false;
            }

            pending = unit is >= 0xD800 and <= 0xDBFF;
        }

        return !pending;
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
    }
}
