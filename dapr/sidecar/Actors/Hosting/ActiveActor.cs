namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>One actor in the table.</summary>
internal sealed class ActiveActor(ActorKey key, ActorTypeOptions options)
{
    private long _lastUsed;
    private volatile ActorHost? _host;

    public ActorKey Key { get; } = key;

    public ActorTypeOptions Options { get; } = options;

    public TurnLock Turns { get; } = new();

    /// <summary>Whose app holds it: a turn began there, and that app has not gone away since. Given inside a turn alone.</summary>
    public ActorHost? Host
    {
        get => _host;
        set => _host = value;
    }

    /// <summary>When the last turn began or ended; a timestamp of the time provider.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }
}
