using Personalization.Sidecar.Api;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors.State;

/// <summary>The state of actors, over any face, for the app that has them in hand.</summary>
internal sealed class ActorStateApi(ActorsBlock actors)
{
    /// <exception cref="DaprApiException">400: the app does not have the actor in hand.</exception>
    public ActorKey Active(ActorKey key) => actors.Host?.IsActive(key) == true
        ? key
        : throw new DaprApiException(StatusCodes.Status400BadRequest, ActorErrorCodes.InstanceMissing, "actor instance is missing");

    /// <summary>The stored key of an actor's state key.</summary>
    public string StateKey(ActorKey actor, string name) => actors.Store.StateKey(actor, name);

    public async Task<StateEntry?> GetAsync(ActorKey actor, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await actors.Store.GetAsync(StateKey(actor, name), cancellationToken);
        }
        catch (Exception exception) when (exception is not (DaprApiException or OperationCanceledException))
        {
            throw new DaprApiException(
                StatusCodes.Status500InternalServerError, ActorErrorCodes.StateGet, $"error getting actor state: {exception.Message}", exception);
        }
    }

    /// <param name="operations">With stored keys. All or none.</param>
    public async Task SaveAsync(IReadOnlyList<StateOperation> operations)
    {
        try
        {
            if (operations.Count > 0)
            {
                // Not ended by the caller's going away: what it saves is part of a turn, done whole or refused.
                await actors.Store.ApplyAsync(operations, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is not DaprApiException)
        {
            throw new DaprApiException(
                StatusCodes.Status500InternalServerError,
                ActorErrorCodes.StateTransaction,
                $"error saving actor transaction state: {exception.Message}",
                exception);
        }
    }
}
