namespace Personalization.Sidecar.PubSub;

/// <summary>Capability names of pub/sub components in <c>/v1.0/metadata</c>.</summary>
internal static class PubSubCapabilities
{
    /// <summary>A batch is taken as one.</summary>
    public const string Bulk = "BULK_PUBSUB";
}
