using System.Text.Json.Nodes;

namespace Personalization.EndToEnd.Tests.Running;

/// <summary>A search answer, to ask where products stand.</summary>
public sealed class RankedList(JsonNode answer)
{
    private readonly List<JsonNode> _results = [.. answer["results"]!.AsArray().OfType<JsonNode>()];

    public IReadOnlyList<string> Ids => [.. _results.Select(result => result["product"]!["id"]!.GetValue<string>())];

    public IReadOnlyList<string> Names => [.. _results.Select(result => result["product"]!["name"]!.GetValue<string>())];

    public bool Degraded => IsDegraded(answer);

    public bool Active => answer["personalization"]!["active"]!.GetValue<bool>();

    public string? Version => answer["version"]?.GetValue<string>();

    /// <summary>True of any answer of the public API, a list or not, that says so.</summary>
    public static bool IsDegraded(JsonNode answer) =>
        answer is JsonObject fields && ((fields["personalization"] as JsonObject)?["degraded"] ?? fields["degraded"]) is JsonValue degraded && degraded.GetValue<bool>();

    public JsonNode Result(string id) => _results.Single(result => result["product"]!["id"]!.GetValue<string>() == id);

    /// <summary>1-based place, or one behind the list.</summary>
    public int Place(string id) => Ids.ToList().IndexOf(id) is var place and >= 0 ? place + 1 : Ids.Count + 1;

    public double MeanPlace(IEnumerable<string> ids) => ids.Average(Place);
}
