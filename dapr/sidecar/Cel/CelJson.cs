using System.Text.Json;

namespace Personalization.Sidecar.Cel;

/// <summary>JSON as values: read where an expression looks, not before. Every number is a double, as in daprd.</summary>
internal static class CelJson
{
    public static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object => new Map(element),
        JsonValueKind.Array => new List(element),
        _ => null,
    };

    private sealed class Map(JsonElement element) : ICelMap
    {
        public int Count => element.EnumerateObject().Count();

        public IEnumerable<object> Keys => element.EnumerateObject().Select(object (property) => property.Name);

        public bool TryGet(object key, out object? value)
        {
            value = null;
            if (key is not string name || !element.TryGetProperty(name, out var found))
            {
                return false;
            }

            value = Value(found);
            return true;
        }
    }

    private sealed class List(JsonElement element) : ICelList
    {
        public int Count => element.GetArrayLength();

        public object? this[int index] => Value(element[index]);
    }
}
