namespace Dapr.Client;

/// <summary>What a sidecar says about itself.</summary>
/// <param name="id">The app-id it serves.</param>
/// <param name="actors">The actor types that are active, with their counts.</param>
/// <param name="extended">Attributes set by the application.</param>
/// <param name="components">The components it loaded.</param>
public sealed class DaprMetadata(
    string id,
    IReadOnlyList<DaprActorMetadata> actors,
    IReadOnlyDictionary<string, string> extended,
    IReadOnlyList<DaprComponentsMetadata> components)
{
    /// <summary>The app-id it serves.</summary>
    public string Id { get; } = id;

    /// <summary>The actor types that are active.</summary>
    public IReadOnlyList<DaprActorMetadata> Actors { get; } = actors;

    /// <summary>Attributes set by the application.</summary>
    public IReadOnlyDictionary<string, string> Extended { get; } = extended;

    /// <summary>The components it loaded.</summary>
    public IReadOnlyList<DaprComponentsMetadata> Components { get; } = components;
}
