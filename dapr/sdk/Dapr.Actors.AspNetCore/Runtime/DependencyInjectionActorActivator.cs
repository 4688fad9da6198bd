using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Actors.Runtime;

/// <summary>Makes each actor in a scope of its own, which lives as long as the actor.</summary>
internal sealed class DependencyInjectionActorActivator(IServiceProvider services, ActorTypeInformation type) : ActorActivator
{
    private readonly Lazy<ObjectFactory> _factory = new(() => ActivatorUtilities.CreateFactory(type.ImplementationType, [typeof(ActorHost)]));

    public override async Task<ActorActivatorState> CreateAsync(ActorHost host)
    {
        var scope = services.CreateAsyncScope();
        try
        {
            return new ScopedState((Actor)_factory.Value(scope.ServiceProvider, [host]), scope);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override async Task DeleteAsync(ActorActivatorState state)
    {
        switch (state.Actor)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        await ((ScopedState)state).Scope.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class ScopedState(Actor actor, AsyncServiceScope scope) : ActorActivatorState(actor)
    {
        public AsyncServiceScope Scope { get; } = scope;
    }
}
