using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.Actors.Timers;

/// <summary>Timers, over any face, of actors that the app has in hand.</summary>
internal sealed class TimerApi(ActorsBlock actors)
{
    /// <exception cref="DaprApiException">400: the actor is not active, or a time is wrong.</exception>
    public void Register(ActorKey key, string name, ActorTimerRequest request)
    {
        ActorNames.Check("timer name", name);
        if (actors.Host?.IsActive(key) != true)
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, ActorErrorCodes.InstanceMissing, "actor instance is missing");
        }

        try
        {
            actors.Timers!.Register(key, name, request);
        }
        catch (FormatException exception)
        {
            throw new DaprApiException(
                StatusCodes.Status400BadRequest, ActorErrorCodes.TimerCreate, $"error creating actor timer: {exception.Message}", exception);
        }
    }

    public void Unregister(ActorKey key, string name) => actors.Timers?.Unregister(key, ActorNames.Check("timer name", name));
}
