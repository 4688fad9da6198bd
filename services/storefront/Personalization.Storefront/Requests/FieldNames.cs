using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Personalization.Storefront.Requests;

/// <summary>The known field names of one JSON object, each with the index under which its value is kept.</summary>
public sealed class FieldNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;

    public FieldNames(params string[] names)
    {
        _names = names;
        _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    public int Count => _names.Length;

    public string this[int index] => _names[index];

    /// <summary>-1 for an unknown name.</summary>
    public int IndexOf(JsonProperty property)
    {
        // An escape of half a character names no field, and comparing it with one throws.
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Contains((byte)'\\') && !JsonText.EscapesWholeCharacters(raw))
        {
            return -1;
        }

        for (var i = 0; i < _utf8.Length; i++)
        {
            if (property.NameEquals(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
