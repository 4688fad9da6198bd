namespace Personalization.Hosting.Listeners;

/// <summary>What a listener of this process is for; each serves only its own routes.</summary>
public enum ListenerKind
{
    /// <summary>Dapr's app channel: internal routes, topics, actors, health.</summary>
    App,

    /// <summary>`/metrics` alone.</summary>
    Metrics,

    /// <summary>The public contract, for anybody who can reach it.</summary>
    Public,
}
