using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Metadata;

/// <summary>An actor type hosted by the app and how many of its actors are active.</summary>
internal sealed record MetadataActorType(string Type, int Count);

/// <summary>A loaded component.</summary>
internal sealed record MetadataComponent(string Name, string Type, string Version, IReadOnlyList<string> Capabilities);

/// <summary>A subscription in force; <c>Type</c> is PROGRAMMATIC, DECLARATIVE or STREAMING.</summary>
internal sealed record MetadataSubscription(
    [property: JsonPropertyName("pubsubname")] string PubsubName,
    string Topic,
    IReadOnlyDictionary<string, string>? Metadata,
    IReadOnlyList<MetadataSubscriptionRule> Rules,
    string DeadLetterTopic,
    string Type);

/// <summary>A route of a subscription; an empty <c>Match</c> is the default route.</summary>
internal sealed record MetadataSubscriptionRule(string Match, string Path);

/// <summary>An HTTPEndpoint resource.</summary>
internal sealed record MetadataHttpEndpoint(string Name);

/// <summary>How the sidecar reaches the app.</summary>
internal sealed record MetadataAppConnection(
    int Port,
    string Protocol,
    string ChannelAddress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int MaxConcurrency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MetadataAppHealth? Health);

/// <summary>The app health probe, durations as text.</summary>
internal sealed record MetadataAppHealth(string HealthCheckPath, string HealthProbeInterval, string HealthProbeTimeout, int HealthThreshold);

/// <summary>The state of actors in this sidecar; <c>RuntimeStatus</c> is INITIALIZING, DISABLED or RUNNING.</summary>
internal sealed record MetadataActorRuntime
{
    public string RuntimeStatus { get; init; } = "DISABLED";

    public IReadOnlyList<MetadataActorType> ActiveActors { get; init; } = [];

    public bool HostReady { get; init; }

    public string Placement { get; init; } = "";
}

/// <summary>Where daprd lists scheduler addresses; this sidecar keeps its own jobs.</summary>
internal sealed record MetadataScheduler
{
    [JsonPropertyName("connected_addresses")]
    public IReadOnlyList<string> ConnectedAddresses { get; init; } = [];
}

/// <summary>Workflow workers connected.</summary>
internal sealed record MetadataWorkflows
{
    public int ConnectedWorkers { get; init; }
}
