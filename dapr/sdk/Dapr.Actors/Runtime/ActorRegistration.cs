namespace Dapr.Actors.Runtime;

/// <summary>An actor type that this application hosts.</summary>
public sealed class ActorRegistration
{
    /// <summary>Registers a type with the runtime's options.</summary>
    public ActorRegistration(ActorTypeInformation type)
        : this(type, null)
    {
    }

    /// <summary>Registers a type with options of its own.</summary>
    public ActorRegistration(ActorTypeInformation type, ActorRuntimeOptions? options)
    {
        Type = type;
        TypeOptions = options;
    }

    /// <summary>The type.</summary>
    public ActorTypeInformation Type { get; }

    /// <summary>What makes its objects; <c>null</c> is the activator of the container.</summary>
    public ActorActivator? Activator { get; set; }

    /// <summary>Its own options.</summary>
    public ActorRuntimeOptions? TypeOptions { get; }
}
