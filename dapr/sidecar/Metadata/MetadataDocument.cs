using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Metadata;

/// <summary>The answer of <c>GET /v1.0/metadata</c>; building blocks fill in their parts. Lists are never null.</summary>
internal sealed class MetadataDocument
{
    public required string Id { get; init; }

    public required string RuntimeVersion { get; init; }

    public List<string> EnabledFeatures { get; } = [];

    public List<MetadataActorType> Actors { get; } = [];

    public List<MetadataComponent> Components { get; } = [];

    public required IReadOnlyDictionary<string, string> Extended { get; init; }

    public List<MetadataSubscription> Subscriptions { get; } = [];

    public List<MetadataHttpEndpoint> HttpEndpoints { get; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetadataAppConnection? AppConnectionProperties { get; set; }

    public MetadataActorRuntime ActorRuntime { get; set; } = new();

    public MetadataScheduler Scheduler { get; } = new();

    public MetadataWorkflows Workflows { get; set; } = new();
}
