using System.Globalization;
using Personalization.Load.Client;
using Personalization.Load.Running;
using Personalization.Load.Servers;

namespace Personalization.Load.Actors;

/// <summary>Actors in a service of their own, their state in SQLite or Redis, called through the sidecar.</summary>
internal sealed class ActorSystem : IDisposable
{
    private const int Actors = 1_000;

    private readonly ServerProcess _app;
    private readonly ServerProcess _sidecar;

    private readonly Backing _backing;

    private ActorSystem(Backing backing, ServerProcess app, ServerProcess sidecar)
    {
        _backing = backing;
        _app = app;
        _sidecar = sidecar;
    }

    public static async Task<ActorSystem> StartAsync(LoadContext context, bool onRedis, CancellationToken cancellationToken)
    {
        var backing = await Backing.StartAsync(context, onRedis, "state", "state", isActorStore: true, cancellationToken);
        var (appPort, sidecarPort) = (LoadContext.FreePort(), LoadContext.FreePort());
        var app = await ServerProcess.StartRoleAsync(
            ActorRole.RoleName, appPort, cancellationToken, ActorRole.SidecarOption, sidecarPort.ToString(CultureInfo.InvariantCulture));
        try
        {
            return new ActorSystem(backing, app, await SidecarServer.StartAsync(context, "profiles", appPort, "h2c", cancellationToken, sidecarPort));
        }
        catch
        {
            app.Dispose();
            backing.Dispose();
            throw;
        }
    }

    /// <summary>Turns that each save their state, spread over a thousand actors.</summary>
    public Task<LoadResult> TurnsAsync(Pace pace, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        var body = $"\"{new string('n', 60)}\"";
        var requests = Enumerable.Range(0, Actors)
            .Select(actor => Requests.Json("PUT", $"/v1.0/actors/{TallyActor.TypeName}/shopper-{actor * 7919 % Actors}/method/AddAsync", System.Text.Encoding.UTF8.GetBytes(body)))
            .ToArray();
        return LoadClient.RunAsync(_sidecar.Port, Requests.Cycle(requests), pace, warmUp, duration, cancellationToken);
    }

    public void Dispose()
    {
        _sidecar.Dispose();
        _app.Dispose();
        _backing.Dispose();
    }
}
