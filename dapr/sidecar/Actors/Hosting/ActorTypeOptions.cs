namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>How the actors of one type are run; defaults are daprd's.</summary>
internal sealed record ActorTypeOptions
{
    /// <summary>An actor without a call for this long is deactivated.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a stop waits for an actor's call in work.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a stop waits for calls in work at all.</summary>
    public bool Drain { get; init; } = true;

    /// <summary>Calls of the chain in work may enter.</summary>
    public bool Reentrancy { get; init; }

    /// <summary>The most calls of one chain inside an actor at once.</summary>
    public int MaxStackDepth { get; init; } = 32;
}
