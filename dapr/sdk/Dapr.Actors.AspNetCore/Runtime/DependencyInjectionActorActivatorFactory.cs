namespace Dapr.Actors.Runtime;

/// <summary>Makes activators that take an actor's dependencies from the container.</summary>
internal sealed class DependencyInjectionActorActivatorFactory(IServiceProvider services) : ActorActivatorFactory
{
    public override ActorActivator CreateActivator(ActorTypeInformation type) => new DependencyInjectionActorActivator(services, type);
}
