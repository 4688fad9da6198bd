namespace Dapr.Actors.Runtime;

/// <summary>A state as an actor knows it: its value, and what is to be written.</summary>
internal sealed class ActorStateEntry(Type type, object? value, StateChangeKind change, DateTimeOffset? expires)
{
    public Type Type { get; private set; } = type;

    public object? Value { get; private set; } = value;

    public StateChangeKind Change { get; set; } = change;

    public DateTimeOffset? Expires { get; private set; } = expires;

    /// <summary>Whether a reader finds nothing here.</summary>
    public bool IsGone(DateTimeOffset now) => Change == StateChangeKind.Remove || IsExpired(now);

    public bool IsExpired(DateTimeOffset now) => Expires is { } time && time <= now;

    /// <summary>Replaces the value. What was added and not saved stays an addition.</summary>
    public void Set(Type newType, object? newValue, DateTimeOffset? newExpires)
    {
        Type = newType;
        Value = newValue;
        Expires = newExpires;
        Change = Change == StateChangeKind.Add ? StateChangeKind.Add : StateChangeKind.Update;
    }
}
