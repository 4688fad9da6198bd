namespace Dapr.Client;

/// <summary>How many actors of a type are active in a sidecar.</summary>
/// <param name="type">The actor type.</param>
/// <param name="count">How many are active.</param>
public sealed class DaprActorMetadata(string type, int count)
{
    /// <summary>The actor type.</summary>
    public string Type { get; } = type;

    /// <summary>How many are active.</summary>
    public int Count { get; } = count;
}
