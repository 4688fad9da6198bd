namespace Dapr.Actors.Runtime;

/// <summary>A change of a state that is to be saved.</summary>
public sealed class ActorStateChange
{
    /// <summary>Creates a change.</summary>
    public ActorStateChange(string stateName, Type type, object? value, StateChangeKind changeKind, DateTimeOffset? ttlExpireTime)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        Type = type;
        Value = value;
        ChangeKind = changeKind;
        TTLExpireTime = ttlExpireTime;
    }

    /// <summary>The name of the state.</summary>
    public string StateName { get; }

    /// <summary>The type of its value.</summary>
    public Type Type { get; }

    /// <summary>Its value; <c>null</c> when it was removed.</summary>
    public object? Value { get; }

    /// <summary>What happened to it.</summary>
    public StateChangeKind ChangeKind { get; }

    /// <summary>When it expires; <c>null</c> means never.</summary>
    public DateTimeOffset? TTLExpireTime { get; }
}
