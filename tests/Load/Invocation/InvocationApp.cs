using System.Globalization;
using Personalization.Load.Kestrel;
using Personalization.Load.Running;
using Personalization.Load.Servers;

namespace Personalization.Load.Invocation;

/// <summary>Bare Kestrel as an app, to be called directly or through a sidecar.</summary>
internal sealed class InvocationApp : IDisposable
{
    public const string Http = "http";
    public const string H2c = "h2c";

    /// <summary>What the root of the app is called at the sidecar.</summary>
    public const string Path = $"/v1.0/invoke/{AppId}/method/";

    /// <summary>An app that the policies of this repository name: timeout and circuit breaker are part of what is measured.</summary>
    private const string AppId = "profiles";

    private readonly ServerProcess _app;
    private readonly ServerProcess _sidecar;
    private readonly int _h2c;

    private InvocationApp(ServerProcess app, int h2c, ServerProcess sidecar)
    {
        _h2c = h2c;
        _app = app;
        _sidecar = sidecar;
    }

    /// <summary>The app's own port, for HTTP/1.1.</summary>
    public int Direct => _app.Port;

    /// <summary>The sidecar's process and its port, for HTTP/1.1.</summary>
    public ServerProcess Sidecar => _sidecar;

    /// <param name="context">Says which sidecar.</param>
    /// <param name="protocol">How the sidecar speaks to the app.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<InvocationApp> StartAsync(LoadContext context, string protocol, CancellationToken cancellationToken)
    {
        var h2c = LoadContext.FreePort();
        var app = await ServerProcess.StartRoleAsync(
            BareKestrelRole.RoleName, LoadContext.FreePort(), cancellationToken, BareKestrelRole.H2cOption, h2c.ToString(CultureInfo.InvariantCulture));
        try
        {
            return new InvocationApp(app, h2c, await SidecarServer.StartAsync(context, AppId, protocol == H2c ? h2c : app.Port, protocol, cancellationToken));
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }

    /// <summary>Starts the least that a hop to the app can be.</summary>
    public Task<ServerProcess> StartFloorAsync(CancellationToken cancellationToken) => ServerProcess.StartRoleAsync(
        RelayRole.RoleName, LoadContext.FreePort(), cancellationToken, RelayRole.ToOption, _h2c.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _sidecar.Dispose();
        _app.Dispose();
    }
}
