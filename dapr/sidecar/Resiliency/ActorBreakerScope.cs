namespace Personalization.Sidecar.Resiliency;

/// <summary>What shares one breaker among the actors of a type.</summary>
internal enum ActorBreakerScope
{
    /// <summary>All actors of the type.</summary>
    Type,

    /// <summary>Each actor has its own.</summary>
    Id,

    /// <summary>A call passes the actor's and the type's.</summary>
    Both,
}
