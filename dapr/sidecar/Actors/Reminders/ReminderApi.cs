using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>Reminders, over any face, for the app that hosts the actor's type.</summary>
internal sealed class ReminderApi(ActorsBlock actors)
{
    /// <exception cref="DaprApiException">A time is wrong, the name is taken and may not be, the type is not hosted, or there is no store.</exception>
    public async Task RegisterAsync(ActorKey key, string name, ReminderRequest request, CancellationToken cancellationToken)
    {
        var reminders = Service(key, name);
        bool registered;
        try
        {
            registered = await reminders.RegisterAsync(key, name, request, cancellationToken);
        }
        catch (FormatException exception)
        {
            throw Failed(StatusCodes.Status400BadRequest, ActorErrorCodes.ReminderCreate, "creating", exception);
        }
        catch (Exception exception) when (exception is not (DaprApiException or OperationCanceledException))
        {
            throw Failed(StatusCodes.Status500InternalServerError, ActorErrorCodes.ReminderCreate, "creating", exception);
        }

        if (!registered)
        {
            throw new DaprApiException(
                StatusCodes.Status409Conflict, ActorErrorCodes.ReminderExists, $"reminder '{name}' exists, and the request does not overwrite");
        }
    }

    /// <exception cref="DaprApiException">404: there is none.</exception>
    public ReminderRecord Get(ActorKey key, string name) => Service(key, name).Find(key, name) ?? throw new DaprApiException(
        StatusCodes.Status404NotFound, ActorErrorCodes.ReminderNotFound, $"there is no reminder '{name}' of this actor");

    public async Task UnregisterAsync(ActorKey key, string name, CancellationToken cancellationToken)
    {
        var reminders = Service(key, name);
        try
        {
            await reminders.UnregisterAsync(key, name, cancellationToken);
        }
        catch (Exception exception) when (exception is not (DaprApiException or OperationCanceledException))
        {
            throw Failed(StatusCodes.Status500InternalServerError, ActorErrorCodes.ReminderDelete, "deleting", exception);
        }
    }

    private ReminderService Service(ActorKey key, string name)
    {
        ActorNames.Check("reminder name", name);
        if (actors.Host?.Hosts(key.Type) != true)
        {
            throw new DaprApiException(
                StatusCodes.Status403Forbidden,
                ActorErrorCodes.ReminderNotHosted,
                $"operations on reminders are only possible on hosted actor types; '{key.Type}' is not one of this app");
        }

        return actors.Reminders ?? throw new DaprApiException(
            StatusCodes.Status500InternalServerError,
            ActorErrorCodes.RuntimeNotFound,
            "reminders need a state store: one state component of the app has to say actorStateStore: \"true\"");
    }

    private static DaprApiException Failed(int status, string code, string what, Exception exception) =>
        new(status, code, $"error {what} actor reminder: {exception.Message}", exception);
}
