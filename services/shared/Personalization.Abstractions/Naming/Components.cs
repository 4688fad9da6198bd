namespace Personalization.Abstractions.Naming;

/// <summary>The names of the Dapr components the services stand on; `components/&lt;environment&gt;` decides what is behind each.</summary>
public static class Components
{
    /// <summary>Durable, at-least-once pub/sub: one delivery for each subscribed app-id.</summary>
    public const string PubSub = "pubsub";

    /// <summary>Pub/sub that every replica hears (consumerID `{uuid}`, from the newest). Carries versions only.</summary>
    public const string Broadcast = "pubsub-broadcast";

    /// <summary>Actor state of the profiles service.</summary>
    public const string ProfilesState = "profiles-state";

    /// <summary>Catalogue, import jobs and popularity of the discovery service.</summary>
    public const string DiscoveryState = "discovery-state";

    /// <summary>Decision log, rewards and models of the decisions service.</summary>
    public const string DecisionsState = "decisions-state";
}
