using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors.State;

/// <summary>The state of actors, for the app that has them in hand.</summary>
internal sealed class ActorStateEndpoints(ActorsBlock actors)
{
    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/v1.0/actors/{type}/{id}/state/{key}", GetAsync);
        routes.Map("POST,PUT", "/v1.0/actors/{type}/{id}/state", SaveAsync);
    }

    private async Task GetAsync(ApiContext context)
    {
        var key = Active(context);
        StateEntry? entry;
        try
        {
            entry = await actors.Store.GetAsync(actors.Store.StateKey(key, context.Route("key")), context.Aborted);
        }
        catch (Exception exception) when (exception is not (DaprApiException or OperationCanceledException))
        {
            throw new DaprApiException(
                StatusCodes.Status500InternalServerError, ActorErrorCodes.StateGet, $"error getting actor state: {exception.Message}", exception);
        }

        if (entry is null)
        {
            await context.NoContentAsync();
            return;
        }

        if (entry.Expires is { } expires)
        {
            context.Http.Response.Headers["metadata.ttlExpireTime"] = expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
        }

        await context.BytesAsync(entry.Value, "application/json");
    }

    private async Task SaveAsync(ApiContext context)
    {
        var key = Active(context);
        var body = await context.ReadBodyAsync();
        List<StateOperation> operations;
        try
        {
            operations = ActorStateRequest.Parse(body, name => actors.Store.StateKey(key, name));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or NotSupportedException)
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, exception.Message, exception);
        }

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

        await context.NoContentAsync();
    }

    private ActorKey Active(ApiContext context)
    {
        var key = ActorNames.Key(context);
        return actors.Host?.IsActive(key) == true
            ? key
            : throw new DaprApiException(StatusCodes.Status400BadRequest, ActorErrorCodes.InstanceMissing, "actor instance is missing");
    }
}
