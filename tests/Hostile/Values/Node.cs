using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Personalization.Hostile.Values;

/// <summary>A JSON value as text, so that it can also be what no JSON library would write: a name given twice, half a character, 1e400.</summary>
public sealed class Node
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Node(string? raw) => Raw = raw;

    /// <summary>The text of a scalar; null of objects and arrays.</summary>
    public string? Raw { get; set; }

    /// <summary>The value of a string; null of anything else.</summary>
    public string? Text { get; private init; }

    /// <summary>Members of an object, or entries (without names) of an array.</summary>
    public List<(string? Name, Node Value)> Members { get; } = [];

    public bool IsArray { get; private init; }

    public bool IsObject => Raw is null && !IsArray;

    public static Node Scalar(string raw) => new(raw);

    public static Node Of(string text) => new(JsonSerializer.Serialize(text, Plain)) { Text = text };

    public static Node Object() => new((string?)null);

    public static Node Array(IEnumerable<Node> entries)
    {
        var array = new Node((string?)null) { IsArray = true };
        array.Members.AddRange(entries.Select(entry => ((string?)null, entry)));
        return array;
    }

    /// <summary>The same value, taken from parsed JSON.</summary>
    public static Node From(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return Array(value.EnumerateArray().Select(From));
            case JsonValueKind.Object:
                var built = Object();
                built.Members.AddRange(value.EnumerateObject().Select(property => ((string?)property.Name, From(property.Value))));
                return built;
            case JsonValueKind.String:
                return Of(value.GetString()!);
            default:
                return Scalar(value.GetRawText());
        }
    }

    /// <summary>Every object and array in it, itself included.</summary>
    public IEnumerable<Node> Containers() =>
        Raw is not null ? [] : Members.SelectMany(member => member.Value.Containers()).Prepend(this);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        if (Raw is not null)
        {
            text.Append(Raw);
            return;
        }

        text.Append(IsArray ? '[' : '{');
        for (var i = 0; i < Members.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (Members[i].Name is { } name)
            {
                text.Append(JsonSerializer.Serialize(name, Plain)).Append(':');
            }

            Members[i].Value.Write(text);
        }

        text.Append(IsArray ? ']' : '}');
    }
}
