namespace Dapr.Actors.Runtime;

/// <summary>Makes a <see cref="DefaultActorActivator"/> for every type.</summary>
public class DefaultActorActivatorFactory : ActorActivatorFactory
{
    /// <inheritdoc/>
    public override ActorActivator CreateActivator(ActorTypeInformation type) => new DefaultActorActivator();
}
