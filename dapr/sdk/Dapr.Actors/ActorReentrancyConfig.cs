namespace Dapr.Actors;

/// <summary>Whether a chain of calls may come back to an actor that is in it.</summary>
public sealed class ActorReentrancyConfig
{
    /// <summary>Whether it may; off by default.</summary>
    public bool Enabled { get; set; }

    /// <summary>How deep such a chain may be; the sidecar's default is 32.</summary>
    public int? MaxStackDepth { get; set; }
}
