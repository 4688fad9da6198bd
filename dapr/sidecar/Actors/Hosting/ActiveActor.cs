namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>One actor in the table of its host.</summary>
internal sealed class ActiveActor(ActorKey key, ActorTypeOptions options)
{
    private long _lastUsed;
    private volatile bool _activated;

    public ActorKey Key { get; } = key;

    public ActorTypeOptions Options { get; } = options;

    public TurnLock Turns { get; } = new();

    /// <summary>The app holds it: a turn began, and the app has not gone away since.</summary>
    public bool IsActivated
    {
        get => _activated;
        set => _activated = value;
    }

    /// <summary>When the last turn began or ended; a timestamp of the time provider.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }
}
