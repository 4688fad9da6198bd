namespace Personalization.Storefront.Api.Operations;

/// <summary>The answer of `GET /api/system`.</summary>
internal sealed record SystemAnswer
{
    public required IReadOnlyList<ServiceState> Services { get; init; }

    /// <summary>The Dapr components of this service's sidecar.</summary>
    public required IReadOnlyList<ComponentState> Components { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The storefront's copy of the catalogue, by store.</summary>
    public required IReadOnlyDictionary<string, IndexState> Indexes { get; init; }

    /// <summary>Names of the parts that are away.</summary>
    public required IReadOnlyList<string> Degraded { get; init; }
}
