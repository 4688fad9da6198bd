namespace Dapr.Actors.Runtime;

/// <summary>Makes actors by their constructor with an <see cref="ActorHost"/>, without dependency injection.</summary>
public class DefaultActorActivator : ActorActivator
{
    /// <inheritdoc/>
    public override Task<ActorActivatorState> CreateAsync(ActorHost host)
    {
        var actor = (Actor)Activator.CreateInstance(host.ActorTypeInfo.ImplementationType, host)!;
        return Task.FromResult(new ActorActivatorState(actor));
    }

    /// <inheritdoc/>
    public override async Task DeleteAsync(ActorActivatorState state)
    {
        if (state.Actor is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else if (state.Actor is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }
}
