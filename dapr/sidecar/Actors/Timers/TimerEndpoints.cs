using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Actors.Timers;

/// <summary>The timer API over HTTP.</summary>
internal sealed class TimerEndpoints(TimerApi timers)
{
    private const string Template = "/v1.0/actors/{type}/{id}/timers/{name}";

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST,PUT", Template, RegisterAsync);
        routes.Map("DELETE", Template, UnregisterAsync);
    }

    private async Task RegisterAsync(ApiContext context)
    {
        timers.Register(ActorNames.Key(context), context.Route("name"), await context.ReadJsonAsync(ActorsJson.Default.ActorTimerRequest));
        await context.NoContentAsync();
    }

    private Task UnregisterAsync(ApiContext context)
    {
        timers.Unregister(ActorNames.Key(context), context.Route("name"));
        return context.NoContentAsync();
    }
}
