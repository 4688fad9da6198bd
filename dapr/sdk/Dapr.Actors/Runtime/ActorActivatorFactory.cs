namespace Dapr.Actors.Runtime;

/// <summary>Makes the activator of a type.</summary>
public abstract class ActorActivatorFactory
{
    /// <summary>Makes the activator of a type.</summary>
    public abstract ActorActivator CreateActivator(ActorTypeInformation type);
}
