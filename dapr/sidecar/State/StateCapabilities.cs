namespace Personalization.Sidecar.State;

/// <summary>Capability names of state components in <c>/v1.0/metadata</c>.</summary>
internal static class StateCapabilities
{
    public const string ETag = "ETAG";
    public const string Transactional = "TRANSACTIONAL";
    public const string Ttl = "TTL";
    public const string Actor = "ACTOR";

    /// <summary>What a store with etags, real transactions and TTL has.</summary>
    public static IReadOnlyList<string> Full { get; } = [ETag, Transactional, Ttl, Actor];
}
