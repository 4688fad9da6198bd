using System.Text.Json.Nodes;

namespace Personalization.Drills.Shopping;

/// <summary>Compares what two stores say of the same shopper.</summary>
internal static class AnswerDifference
{
    /// <summary>Scores fade between two reads: this is an hour of the half-life.</summary>
    private const double Tolerance = 3e-4;

    /// <summary>Opaque, or of the clock at the time it was handled.</summary>
    private static readonly HashSet<string> OfTheRun = ["version", "updated_at", "added_at", "expires_at", "due", "as_of", "token", "received_at"];

    /// <summary>The first difference; null when they say the same.</summary>
    public static string? Of(JsonNode? wanted, JsonNode? seen, string path = "")
    {
        switch (wanted, seen)
        {
            case (JsonObject one, JsonObject other):
                return one.Select(pair => pair.Key).Union(other.Select(pair => pair.Key))
                    .Where(name => !OfTheRun.Contains(name))
                    .Select(name => Of(one[name], other[name], $"{path}/{name}"))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray one, JsonArray other) when one.Count == other.Count:
                return one.Zip(other).Select((pair, i) => Of(pair.First, pair.Second, $"{path}/{i}")).FirstOrDefault(difference => difference is not null);
            case (JsonValue one, JsonValue other) when one.TryGetValue<double>(out var x) && other.TryGetValue<double>(out var y):
                return Math.Abs(x - y) <= Tolerance * Math.Max(1, Math.Abs(x)) ? null : $"{path} is {y} instead of {x}";
            default:
                return JsonNode.DeepEquals(wanted, seen) ? null : $"{path} is {Shown(seen)} instead of {Shown(wanted)}";
        }
    }

    private static string Shown(JsonNode? node) => node?.ToJsonString() is not { } text ? "absent" : text.Length <= 120 ? text : text[..120] + "...";
}
