using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Workflows.Api;

/// <summary>Where a workflow stands, over HTTP. Times are RFC 3339; properties are those that are set.</summary>
internal sealed record InstanceView(
    [property: JsonPropertyName("instanceID")] string InstanceId,
    string WorkflowName,
    DateTime CreatedAt,
    DateTime LastUpdatedAt,
    string RuntimeStatus,
    IReadOnlyDictionary<string, string> Properties);
