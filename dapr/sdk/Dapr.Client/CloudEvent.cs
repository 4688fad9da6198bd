using System.Text.Json.Serialization;

namespace Dapr;

/// <summary>The attributes of a CloudEvent that the publisher may choose; the sidecar fills in the rest.</summary>
public class CloudEvent
{
    /// <summary>The context in which the event happened.</summary>
    [JsonPropertyName("source")]
    public Uri? Source { get; init; }

    /// <summary>The type of the event.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The subject of the event within its source.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; init; }
}
