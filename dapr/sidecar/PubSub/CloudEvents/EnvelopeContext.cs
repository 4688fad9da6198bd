namespace Personalization.Sidecar.PubSub.CloudEvents;

/// <summary>What an envelope says beside the data.</summary>
internal sealed record EnvelopeContext
{
    public required string AppId { get; init; }

    public required string PubsubName { get; init; }

    public required string Topic { get; init; }

    /// <summary>The id of an event that was published without one.</summary>
    public required string NewId { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>W3C trace context of the publish call.</summary>
    public required string TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>Request metadata: <c>ttlInSeconds</c>, <c>cloudevent.*</c>. Keys compare without case.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}
