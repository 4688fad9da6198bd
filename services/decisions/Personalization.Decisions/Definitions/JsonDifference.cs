using System.Text.Json;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Definitions;

/// <summary>What two versions of a definition differ in, value by value.</summary>
public static class JsonDifference
{
    private const int MostTold = 100;

    /// <param name="before">Null where there was none.</param>
    /// <param name="after">Null where there is none.</param>
    public static IReadOnlyList<DefinitionDifference> Between(JsonElement? before, JsonElement? after)
    {
        List<DefinitionDifference> differences = [];
        Compare("", before, after, differences);
        return differences;
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<DefinitionDifference> differences)
    {
        if (differences.Count >= MostTold || (before is { } one && after is { } other && JsonElement.DeepEquals(one, other)))
        {
            return;
        }

        if (before is { ValueKind: JsonValueKind.Object } left && after is { ValueKind: JsonValueKind.Object } right)
        {
            foreach (var name in left.EnumerateObject().Concat(right.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal))
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", Member(left, name), Member(right, name), differences);
            }

            return;
        }

        if (before is not null || after is not null)
        {
            differences.Add(new DefinitionDifference(path, before, after));
        }
    }

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : null;
}
