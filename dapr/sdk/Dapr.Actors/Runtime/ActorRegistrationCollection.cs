using System.Collections.ObjectModel;

namespace Dapr.Actors.Runtime;

/// <summary>The actor types that this application hosts.</summary>
public sealed class ActorRegistrationCollection : KeyedCollection<ActorTypeInformation, ActorRegistration>
{
    /// <summary>Registers a type under the name of its attribute or class.</summary>
    public void RegisterActor<TActor>(Action<ActorRegistration>? configure = null)
        where TActor : Actor =>
        RegisterActor<TActor>(actorTypeName: null, typeOptions: null, configure);

    /// <summary>Registers a type with options of its own.</summary>
    public void RegisterActor<TActor>(ActorRuntimeOptions typeOptions, Action<ActorRegistration>? configure = null)
        where TActor : Actor =>
        RegisterActor<TActor>(actorTypeName: null, typeOptions, configure);

    /// <summary>Registers a type under a name.</summary>
    public void RegisterActor<TActor>(string? actorTypeName, Action<ActorRegistration>? configure = null)
        where TActor : Actor =>
        RegisterActor<TActor>(actorTypeName, typeOptions: null, configure);

    /// <summary>Registers a type under a name with options of its own.</summary>
    public void RegisterActor<TActor>(string? actorTypeName, ActorRuntimeOptions? typeOptions, Action<ActorRegistration>? configure = null)
        where TActor : Actor
    {
        var registration = new ActorRegistration(ActorTypeInformation.Get(typeof(TActor), actorTypeName), typeOptions);
        configure?.Invoke(registration);
        Add(registration);
    }

    /// <inheritdoc/>
    protected override ActorTypeInformation GetKeyForItem(ActorRegistration item) => item.Type;
}
