using System.Globalization;
using Personalization.Load.Client;
using Personalization.Load.Running;
using Personalization.Load.Servers;

namespace Personalization.Load.Actors;

/// <summary>Actors in a service of their own, their state in SQLite, called through the sidecar.</summary>
internal sealed class ActorSystem : IDisposable
{
    private const int Actors = 1_000;
    private const string Component = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: state
        spec:
          type: state.sqlite
          version: v1
          metadata:
          - name: connectionString
            value: FILE
          - name: actorStateStore
            value: "true"
        """;

    private readonly ServerProcess _app;
    private readonly ServerProcess _sidecar;

    private ActorSystem(ServerProcess app, ServerProcess sidecar)
    {
        _app = app;
        _sidecar = sidecar;
    }

    public static async Task<ActorSystem> StartAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var components = Directory.CreateDirectory(Path.Combine(context.Folder, "components")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(components, "state.yaml"), Component.Replace("FILE", Path.Combine(context.Folder, "state.db"), StringComparison.Ordinal), cancellationToken);
        var (appPort, sidecarPort) = (LoadContext.FreePort(), LoadContext.FreePort());
        var app = await ServerProcess.StartRoleAsync(
            ActorRole.RoleName, appPort, cancellationToken, ActorRole.SidecarOption, sidecarPort.ToString(CultureInfo.InvariantCulture));
        try
        {
            return new ActorSystem(app, await SidecarServer.StartAsync(context, "profiles", appPort, "h2c", cancellationToken, sidecarPort));
        }
        catch
        {
            app.Dispose();
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
    }
}
