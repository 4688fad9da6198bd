using System.Buffers;
using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>The reminder API.</summary>
internal sealed class ReminderEndpoints(ActorsBlock actors)
{
    private const string Template = "/v1.0/actors/{type}/{id}/reminders/{name}";

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST,PUT", Template, RegisterAsync);
        routes.Map("GET", Template, GetAsync);
        routes.Map("DELETE", Template, UnregisterAsync);
    }

    private async Task RegisterAsync(ApiContext context)
    {
        var (key, name, reminders) = Target(context);
        var request = await context.ReadJsonAsync(ActorsJson.Default.ReminderRequest);
        bool registered;
        try
        {
            registered = await reminders.RegisterAsync(key, name, request, context.Aborted);
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

        await context.NoContentAsync();
    }

    private async Task GetAsync(ApiContext context)
    {
        var (key, name, reminders) = Target(context);
        var record = reminders.Find(key, name) ?? throw new DaprApiException(
            StatusCodes.Status404NotFound, ActorErrorCodes.ReminderNotFound, $"there is no reminder '{name}' of this actor");
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("actorID", record.Id);
            writer.WriteString("actorType", record.Type);
            writer.WriteString("dueTime", record.DueTime);
            writer.WriteString("period", record.Period);
            writer.WriteString("ttl", record.Ttl);
            writer.WritePropertyName("data");
            if (record.Data is { } data)
            {
                data.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteEndObject();
        }

        await context.BytesAsync(buffer.WrittenMemory, "application/json");
    }

    private async Task UnregisterAsync(ApiContext context)
    {
        var (key, name, reminders) = Target(context);
        try
        {
            await reminders.UnregisterAsync(key, name, context.Aborted);
        }
        catch (Exception exception) when (exception is not (DaprApiException or OperationCanceledException))
        {
            throw Failed(StatusCodes.Status500InternalServerError, ActorErrorCodes.ReminderDelete, "deleting", exception);
        }

        await context.NoContentAsync();
    }

    private (ActorKey Key, string Name, ReminderService Reminders) Target(ApiContext context)
    {
        var key = ActorNames.Key(context);
        var name = ActorNames.Check("reminder name", context.Route("name"));
        if (actors.Host?.Hosts(key.Type) != true)
        {
            throw new DaprApiException(
                StatusCodes.Status403Forbidden,
                ActorErrorCodes.ReminderNotHosted,
                $"operations on reminders are only possible on hosted actor types; '{key.Type}' is not one of this app");
        }

        return actors.Reminders is { } reminders
            ? (key, name, reminders)
            : throw new DaprApiException(
                StatusCodes.Status500InternalServerError,
                ActorErrorCodes.RuntimeNotFound,
                "reminders need a state store: one state component of the app has to say actorStateStore: \"true\"");
    }

    private static DaprApiException Failed(int status, string code, string what, Exception exception) =>
        new(status, code, $"error {what} actor reminder: {exception.Message}", exception);
}
