using System.CommandLine;
using System.Text.Json;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Cli;

/// <summary><c>stop</c> and <c>list</c>: of the sidecars that <c>run</c> started for one app each.</summary>
internal static class StopCommand
{
    private const int NotFound = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static Command Stop()
    {
        var id = new Option<string>("--app-id", "-a") { Description = "Id of the app.", Required = true };
        var command = new Command("stop", "Stops an app's sidecar, and the app if the sidecar started it.");
        command.Options.Add(id);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var appId = parsed.GetValue(id)!;
            var stopped = false;
            foreach (var app in RunningApps.All().Where(app => app.AppId == appId))
            {
                stopped |= await StopAsync(app, cancellationToken);
            }

            await output.WriteLineAsync(stopped ? $"app stopped successfully: {appId}" : $"failed to stop app id {appId}: couldn't find app id {appId}");
            return stopped ? 0 : NotFound;
        });
        return command;
    }

    public static Command List()
    {
        var command = new Command("list", "Names the apps whose sidecars run.");
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine("APP ID  HTTP PORT  PID");
            foreach (var app in RunningApps.All().OrderBy(app => app.AppId, StringComparer.Ordinal))
            {
                output.WriteLine($"{app.AppId}  {app.HttpPort}  {app.ProcessId}");
            }
        });
        return command;
    }

    /// <summary>Asks over the API, which works alike on every system, and waits until the process has taken its file away.</summary>
    private static async Task<bool> StopAsync(RunningApp app, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", app.HttpPort).Uri };
        if (ProcessEnvironment.Current.Get(ProcessEnvironment.ApiToken) is { } token)
        {
            client.DefaultRequestHeaders.Add(AppChannel.TokenHeader, token);
        }

        try
        {
            // The port may be somebody else's by now.
            using var metadata = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1.0/metadata", UriKind.Relative), cancellationToken));
            if (metadata.RootElement.GetProperty("id").GetString() != app.AppId)
            {
                return false;
            }

            using var answer = await client.PostAsync(new Uri("/v1.0/shutdown", UriKind.Relative), content: null, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(Patience);
        while (RunningApps.Has(app))
        {
            await Task.Delay(Look, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }
}
