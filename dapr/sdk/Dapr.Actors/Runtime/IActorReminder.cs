namespace Dapr.Actors.Runtime;

/// <summary>A reminder: durable, survives deactivation and restarts.</summary>
public interface IActorReminder
{
    /// <summary>Its name, unique within the actor.</summary>
    string Name { get; }

    /// <summary>When it first fires, from its registration on.</summary>
    TimeSpan DueTime { get; }

    /// <summary>The time between firings; negative when it fires once.</summary>
    TimeSpan Period { get; }

    /// <summary>What the actor is given when it fires.</summary>
    byte[]? State { get; }
}
