using System.Text.Json.Serialization;

namespace Personalization.Local.Ports;

/// <summary>The ports of one replica of a service and of its sidecar, all on loopback.</summary>
internal sealed record PortPlan
{
    [JsonPropertyName("app")]
    public required int App { get; init; }

    [JsonPropertyName("metrics")]
    public required int Metrics { get; init; }

    [JsonPropertyName("dapr_http")]
    public required int DaprHttp { get; init; }

    [JsonPropertyName("dapr_grpc")]
    public required int DaprGrpc { get; init; }

    [JsonPropertyName("dapr_metrics")]
    public required int DaprMetrics { get; init; }

    /// <summary>Where a further replica of the public service listens for shoppers; the first has the system's public port.</summary>
    [JsonPropertyName("public")]
    public required int Public { get; init; }

    [JsonIgnore]
    public IEnumerable<int> All => [App, Metrics, DaprHttp, DaprGrpc, DaprMetrics, Public];
}
