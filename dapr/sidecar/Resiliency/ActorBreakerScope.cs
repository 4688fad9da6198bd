namespace Personalization.Sidecar.Resiliency;

/// <summary>What shares one breaker among the actors of a type.</summary>
internal enum ActorBreakerScope
{
    /// <summary>All actors of the type.</summary>
    Type,

    /// <summary>Each actor has its own.</summary>
    Id,

    /// <summary>Each actor of each type has its own; here the same as <see cref="Id"/>.</summary>
    Both,
}
