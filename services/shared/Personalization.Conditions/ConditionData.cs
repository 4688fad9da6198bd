using System.Text.Json;

namespace Personalization.Conditions;

/// <summary>What conditions are evaluated on: JSON, read once for any number of them.</summary>
public sealed class ConditionData
{
    private ConditionData(object? root) => Root = root;

    internal object? Root { get; }

    public static ConditionData From(JsonElement json) => new(Read(json));

    /// <summary>An object without members.</summary>
    public static ConditionData Empty { get; } = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    public static ConditionData Of(string text) => new(text);

    public static ConditionData Of(double number) => new(number);

    /// <summary>A copy of this object with one more member, or another value of it. What is no object becomes one.</summary>
    public ConditionData With(string name, ConditionData value) =>
        new(new Dictionary<string, object?>(Root as Dictionary<string, object?> ?? [], StringComparer.Ordinal) { [name] = value.Root });

    internal static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Undefined => null,
        JsonValueKind.Array => json.EnumerateArray().Select(Read).ToList(),
        JsonValueKind.Object => ReadObject(json),
        _ => null,
    };

    /// <summary>Of members given twice, the last counts, as in JavaScript.</summary>
    private static Dictionary<string, object?> ReadObject(JsonElement json)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = Read(member.Value);
        }

        return members;
    }
}
