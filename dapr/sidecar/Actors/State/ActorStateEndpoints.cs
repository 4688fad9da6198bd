using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors.State;

/// <summary>The state of actors over HTTP.</summary>
internal sealed class ActorStateEndpoints(ActorStateApi state)
{
    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/v1.0/actors/{type}/{id}/state/{key}", GetAsync);
        routes.Map("POST,PUT", "/v1.0/actors/{type}/{id}/state", SaveAsync);
    }

    private async Task GetAsync(ApiContext context)
    {
        var entry = await state.GetAsync(Active(context), context.Route("key"), context.Aborted);
        if (entry is null)
        {
            await context.NoContentAsync();
            return;
        }

        if (entry.Expires is { } expires)
        {
            context.Http.Response.Headers["metadata.ttlExpireTime"] = StateApi.Expiry(expires);
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
            operations = ActorStateRequest.Parse(body, name => state.StateKey(key, name));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or NotSupportedException)
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, exception.Message, exception);
        }

        await state.SaveAsync(operations);
        await context.NoContentAsync();
    }

    private ActorKey Active(ApiContext context) => state.Active(ActorNames.Key(context));
}
