using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Actors.Timers;

/// <summary>The timer API.</summary>
internal sealed class TimerEndpoints(ActorsBlock actors)
{
    private const string Template = "/v1.0/actors/{type}/{id}/timers/{name}";

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST,PUT", Template, RegisterAsync);
        routes.Map("DELETE", Template, UnregisterAsync);
    }

    private async Task RegisterAsync(ApiContext context)
    {
        var key = ActorNames.Key(context);
        var name = ActorNames.Check("timer name", context.Route("name"));
        var request = await context.ReadJsonAsync(ActorsJson.Default.ActorTimerRequest);
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

        await context.NoContentAsync();
    }

    private Task UnregisterAsync(ApiContext context)
    {
        actors.Timers?.Unregister(ActorNames.Key(context), ActorNames.Check("timer name", context.Route("name")));
        return context.NoContentAsync();
    }
}
