using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Workflows.Api;

/// <summary>The answer to a start.</summary>
internal sealed record StartedInstance([property: JsonPropertyName("instanceID")] string InstanceId);
