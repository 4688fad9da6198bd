using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Personalization.Storefront.Requests;

/// <summary>
/// The known fields of one JSON object. Unknown ones are ignored, known ones of the wrong type noted as faults; JSON's
/// null is an absent field. Readers return null after noting a fault, so that one pass gathers them all.
/// </summary>
public readonly struct JsonFields
{
    public const int MaxText = 2_000;

    private readonly JsonElement[] _values;
    private readonly FieldNames _names;
    private readonly Faults _faults;

    private JsonFields(FieldNames names, JsonElement[] values, string path, Faults faults)
    {
        _names = names;
        _values = values;
        Path = path;
        _faults = faults;
    }

    /// <summary>Where the object stands in the request; empty at the top.</summary>
    public string Path { get; }

    /// <summary>Opens <paramref name="value"/>; null, with a fault, when it is no object.</summary>
    public static JsonFields? Open(JsonElement value, FieldNames names, string path, Faults faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, path.Length == 0 ? JsonBody.Field : "", $"is {Kind(value)}; send a JSON object");
            return null;
        }

        var values = new JsonElement[names.Count];
        foreach (var property in value.EnumerateObject())
        {
            var index = names.IndexOf(property);
            if (index < 0)
            {
                continue;
            }

            if (values[index].ValueKind != JsonValueKind.Undefined)
            {
                faults.Add(path, names[index], "is given twice; send each field once");
            }

            values[index] = property.Value;
        }

        return new JsonFields(names, values, path, faults);
    }

    /// <summary>True when the field is there and not null.</summary>
    public bool Has(int field) => _values[field].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The field as it was sent; Undefined when absent.</summary>
    public JsonElement Raw(int field) => _values[field];

    public void Fault(int field, string why) => _faults.Add(Path, _names[field], why);

    public JsonFields? Object(int field, FieldNames names) =>
        Has(field) ? Open(_values[field], names, Faults.Join(Path, _names[field]), _faults) : null;

    public string? Text(int field, int maxLength = MaxText)
    {
        if (!Has(field))
        {
            return null;
        }

        if (_values[field].ValueKind != JsonValueKind.String)
        {
            Fault(field, $"is {Kind(_values[field])}; send a string");
            return null;
        }

        var text = _values[field].GetString()!;
        if (TextLength.Fault(text, maxLength) is not { } fault)
        {
            return text;
        }

        Fault(field, fault);
        return null;
    }

    /// <summary>An id: a string, or a number kept as its exact decimal text.</summary>
    public string? Id(int field)
    {
        if (!Has(field))
        {
            return null;
        }

        var id = ReadId(_values[field], out var why);
        if (why is not null)
        {
            Fault(field, why);
        }

        return id;
    }

    public bool? Boolean(int field)
    {
        if (!Has(field))
        {
            return null;
        }

        if (_values[field].ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return _values[field].GetBoolean();
        }

        Fault(field, $"is {Kind(_values[field])}; send true or false");
        return null;
    }

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public decimal? Number(int field, decimal min, decimal max)
    {
        if (!Has(field))
        {
            return null;
        }

        var remedy = $"send a number from {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}";
        if (_values[field].ValueKind != JsonValueKind.Number)
        {
            Fault(field, $"is {Kind(_values[field])}; {remedy}");
            return null;
        }

        if (!_values[field].TryGetDecimal(out var number) || number < min || number > max)
        {
            Fault(field, $"is out of range; {remedy}");
            return null;
        }

        return number;
    }

    /// <summary>A whole number; `3.0` is one.</summary>
    public int? Whole(int field, int min, int max)
    {
        if (Number(field, min, max) is not { } number)
        {
            return null;
        }

        // A decimal has no more than 28 places: what is smaller than they show is still no whole number.
        if (number == decimal.Truncate(number) && _values[field].GetDouble() == (double)number)
        {
            return (int)number;
        }

        Fault(field, $"is no whole number; send one from {min} to {max}");
        return null;
    }

    /// <summary>A time by the rules of the public contract.</summary>
    public DateTimeOffset? Time(int field, DateTimeOffset now)
    {
        if (!Has(field))
        {
            return null;
        }

        var value = _values[field];
        DateTimeOffset time = default;
        var read = value.ValueKind switch
        {
            JsonValueKind.String => TimeText.TryParse(value.GetString()!, out time),
            JsonValueKind.Number => value.TryGetDecimal(out var milliseconds) && TimeText.TryFromMilliseconds(milliseconds, out time),
            _ => false,
        };
        if ((read ? TimeText.Fault(time, now) : TimeText.NoTime) is { } fault)
        {
            Fault(field, fault);
            return null;
        }

        return time;
    }

    /// <summary>A time that may lie ahead, as schedules do.</summary>
    public DateTimeOffset? Date(int field)
    {
        if (!Has(field))
        {
            return null;
        }

        var value = _values[field];
        DateTimeOffset time = default;
        var read = value.ValueKind switch
        {
            JsonValueKind.String => TimeText.TryParse(value.GetString()!, out time),
            JsonValueKind.Number => value.TryGetDecimal(out var milliseconds) && TimeText.TryFromMilliseconds(milliseconds, out time),
            _ => false,
        };
        if (!read)
        {
            Fault(field, TimeText.NoTime);
        }

        return read ? time : null;
    }

    /// <summary>One of some words.</summary>
    public string? OneOf(int field, IReadOnlyList<string> words)
    {
        var word = Text(field);
        if (word is null || words.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        Fault(field, $"is unknown; send one of {string.Join(", ", words)}");
        return null;
    }

    public IReadOnlyList<string> Ids(int field, int maxCount) => List(field, maxCount, "ids", ReadId);

    public IReadOnlyList<string> Texts(int field, int maxCount) => List(field, maxCount, "strings", ReadShortText);

    /// <summary>The elements of an array field; empty, with a fault, when it is none or too long.</summary>
    public JsonElement.ArrayEnumerator Elements(int field, int maxCount, string what)
    {
        if (!Has(field))
        {
            return default;
        }

        var value = _values[field];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(field, $"is {Kind(value)}; send an array of {what}");
            return default;
        }

        if (value.GetArrayLength() > maxCount)
        {
            Fault(field, $"has {value.GetArrayLength()} entries; send at most {maxCount}");
            return default;
        }

        return value.EnumerateArray();
    }

    /// <summary>The words for what a value is.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    /// <summary>The text of one value, or null and why there is none.</summary>
    private delegate string? ElementReader(JsonElement value, out string? why);

    private IReadOnlyList<string> List(int field, int maxCount, string what, ElementReader read)
    {
        if (!Has(field))
        {
            return [];
        }

        var texts = new List<string>();
        var index = 0;
        foreach (var element in Elements(field, maxCount, what))
        {
            if (read(element, out var why) is { } text)
            {
                texts.Add(text);
            }
            else
            {
                _faults.Add(Path, string.Create(CultureInfo.InvariantCulture, $"{_names[field]}[{index}]"), why!);
            }

            index++;
        }

        return texts;
    }

    /// <summary>One id, or null and why it is none.</summary>
    public static string? ReadId(JsonElement value, out string? why)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => DecimalText.From(Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(value)), IdText.MaxScalars),
            _ => null,
        };
        why = text switch
        {
            null when value.ValueKind == JsonValueKind.Number => $"has more than {IdText.MaxScalars} digits when written out; send at most {IdText.MaxScalars}",
            null => $"is {Kind(value)}; send a string or a number",
            _ => IdText.Fault(text),
        };
        return why is null ? text : null;
    }

    private static string? ReadShortText(JsonElement value, out string? why)
    {
        const int maxLength = 256;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        why = text is null ? $"is {Kind(value)}; send a string" : TextLength.Fault(text, maxLength);
        return why is null ? text : null;
    }
}
