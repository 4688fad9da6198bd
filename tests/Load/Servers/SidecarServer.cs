using System.Globalization;
using Personalization.Load.Running;

namespace Personalization.Load.Servers;

/// <summary>The sidecar under measure, for one app, with the policies of this repository.</summary>
internal static class SidecarServer
{
    /// <summary>Starts it and returns when the app is attached.</summary>
    /// <param name="context">Says which sidecar, and where components are: in a folder <c>components</c> of the measure's own, if it is there.</param>
    /// <param name="appId">Id of the app; the policies of this repository name <c>profiles</c>.</param>
    /// <param name="appPort">Where the app listens.</param>
    /// <param name="protocol">How it speaks to the app: http or h2c.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="apiPort">Where its API listens; null: a free port.</param>
    /// <param name="grpcPort">Where its gRPC API listens; 0: a free port.</param>
    public static async Task<ServerProcess> StartAsync(LoadContext context, string appId, int appPort, string protocol, CancellationToken cancellationToken, int? apiPort = null, int grpcPort = 0)
    {
        var port = apiPort ?? LoadContext.FreePort();
        var components = Directory.CreateDirectory(Path.Combine(context.Folder, "components")).FullName;
        var policies = Path.Combine(RepositoryRoot(), "dapr", "config");
        var sidecar = await ServerProcess.StartAsync(
            [
                context.Sidecar, "run", "--app-id", appId, "--app-port", Text(appPort), "--app-protocol", protocol, "--dapr-http-port", Text(port), "--dapr-grpc-port", Text(grpcPort),
                "--resources-path", components, "--resources-path", policies, "--config", Path.Combine(policies, "configuration.yaml"),
            ],
            port,
            cancellationToken);
        await sidecar.SaysAsync("dapr initialized. Status: Running.", cancellationToken);
        return sidecar;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Personalization.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Personalization.sln above this program.");
    }
}
