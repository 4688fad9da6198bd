using System.CommandLine;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Cli;

/// <summary><c>run</c>: the sidecars of a template's apps, or of one app, which it starts too when its command follows <c>--</c>.</summary>
internal static class RunCommand
{
    private const int Refused = 1;

    public static Command Create()
    {
        var flags = new RunFlags();
        var command = new Command("run", "Hosts the sidecars of a run template's apps, or of one app given by daprd's flags.");
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var apps = flags.Read(parsed, ProcessEnvironment.Current);
                using var loggers = SidecarLogging.Create(flags.LogLevel(parsed));
                await using var host = new SidecarHost(TimeProvider.System, loggers);
                await host.StartAsync(apps, cancellationToken);
                if (flags.IsTemplate(parsed))
                {
                    await host.RunAsync(cancellationToken);
                    return 0;
                }

                return await RunOneAsync(host, flags.Command(parsed), parsed.InvocationConfiguration, cancellationToken);
            }
            catch (Exception e) when (e is ResourcesRefusedException or ComponentInitException or IOException or ArgumentException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return Refused;
            }
        });
        return command;
    }

    private static async Task<int> RunOneAsync(SidecarHost host, IReadOnlyList<string> command, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var sidecar = host.Registry.Apps.Single();
        var running = await TellAsync(sidecar, console);
        try
        {
            await console.Output.WriteLineAsync(command.Count > 0
                ? "You're up and running! Both Dapr and your app logs will appear here."
                : "You're up and running! Dapr logs will appear here.");
            if (command.Count == 0)
            {
                await host.RunAsync(cancellationToken);
                return 0;
            }

            await using var app = AppProcess.Start(command, sidecar, console.Output);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var serving = host.RunAsync(ended.Token);
            var exit = app.WaitAsync(ended.Token);
            await Task.WhenAny(serving, exit);
            await ended.CancelAsync();

            // The sidecar goes first: what it has in hand is handed to an app that still listens.
            await serving;
            return exit.IsCompletedSuccessfully ? await exit : 0;
        }
        finally
        {
            if (running is not null)
            {
                RunningApps.Remove(running);
            }
        }
    }

    private static async Task<string?> TellAsync(AppRuntime sidecar, InvocationConfiguration console)
    {
        try
        {
            return RunningApps.Add(sidecar.AppId, sidecar.HttpPort);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"'stop' and 'list' will not know of {sidecar.AppId}: {e.Message}");
            return null;
        }
    }
}
