using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Dapr.Actors.Client;

namespace Dapr.Actors.Runtime;

/// <summary>What the runtime knows of an actor's class.</summary>
public sealed class ActorTypeInformation
{
    private ActorTypeInformation(string actorTypeName, Type implementationType, IReadOnlyList<Type> interfaceTypes)
    {
        ActorTypeName = actorTypeName;
        ImplementationType = implementationType;
        InterfaceTypes = interfaceTypes;
        IsAbstract = implementationType.IsAbstract;
        IsRemindable = typeof(IRemindable).IsAssignableFrom(implementationType);
    }

    /// <summary>The name that the sidecar knows the type by.</summary>
    public string ActorTypeName { get; private set; }

    /// <summary>The class.</summary>
    public Type ImplementationType { get; private set; }

    /// <summary>The actor interfaces it implements.</summary>
    public IEnumerable<Type> InterfaceTypes { get; private set; }

    /// <summary>Whether the class is abstract.</summary>
    public bool IsAbstract { get; private set; }

    /// <summary>Whether it has reminders.</summary>
    public bool IsRemindable { get; private set; }

    /// <summary>Describes a class under the name its attribute or its own name gives it; <c>false</c> when it is no actor.</summary>
    [Obsolete("Use Get(Type, string) instead. This will be removed in the future.")]
    public static bool TryGet(Type actorType, [NotNullWhen(true)] out ActorTypeInformation? actorTypeInformation)
    {
        try
        {
            actorTypeInformation = Get(actorType, actorTypeName: null);
            return true;
        }
        catch (ArgumentException)
        {
            actorTypeInformation = null;
            return false;
        }
    }

    /// <summary>Describes a class under the name its attribute or its own name gives it.</summary>
    [Obsolete("Use Get(Type, string) instead. This will be removed in the future.")]
    public static ActorTypeInformation Get(Type actorType) => Get(actorType, actorTypeName: null);

    /// <summary>Describes a class.</summary>
    /// <exception cref="ArgumentException">The class is no actor, or implements no actor interface.</exception>
    public static ActorTypeInformation Get(Type actorType, string? actorTypeName)
    {
        if (!actorType.IsSubclassOf(typeof(Actor)))
        {
            throw new ArgumentException($"The type '{actorType.FullName}' is not an Actor. An actor type must derive from '{typeof(Actor).FullName}'.", nameof(actorType));
        }

        var interfaces = actorType.GetInterfaces().Where(type => typeof(IActor).IsAssignableFrom(type) && ActorInterface.FindForeignParent(type) is null).ToList();
        if (interfaces.Count == 0 && !actorType.IsAbstract)
        {
            throw new ArgumentException(
                $"The actor type '{actorType.FullName}' does not implement any actor interfaces or one of the interfaces implemented is not an actor interface. All interfaces(including its parent interface) implemented by actor type must be actor interface. An actor interface is the one that ultimately derives from '{typeof(IActor).FullName}' type.",
                nameof(actorType));
        }

        return new ActorTypeInformation(actorTypeName ?? actorType.GetCustomAttribute<ActorAttribute>()?.TypeName ?? actorType.Name, actorType, interfaces);
    }
}
