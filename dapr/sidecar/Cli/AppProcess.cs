using System.Diagnostics;
using System.Globalization;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Cli;

/// <summary>The app behind <c>--</c>: started beside its sidecar with the variables that <c>dapr run</c> sets; its lines come out with a mark before them.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Mark = "== APP == ";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private AppProcess(Process process) => _process = process;

    /// <exception cref="ArgumentException">There is no such program.</exception>
    public static AppProcess Start(IReadOnlyList<string> command, AppRuntime sidecar, TextWriter output)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Variables(sidecar))
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Relay(line.Data, output);
        process.ErrorDataReceived += (_, line) => Relay(line.Data, output);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            process.Dispose();
            throw new ArgumentException($"the app '{command[0]}' cannot be started: {e.Message}", e);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new AppProcess(process);
    }

    /// <summary>Waits for the app's end, and gives its exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks the app to end; one that still runs after five seconds is killed with what it started.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Grace);
        try
        {
            if (!_process.HasExited && !OperatingSystem.IsWindows())
            {
                using var signal = Process.Start("/bin/sh", ["-c", "kill -TERM \"$1\"", "sh", _process.Id.ToString(CultureInfo.InvariantCulture)]);
                await _process.WaitForExitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It does not want to.
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static Dictionary<string, string> Variables(AppRuntime sidecar)
    {
        var options = sidecar.Options;
        var variables = new Dictionary<string, string>
        {
            ["APP_ID"] = options.AppId,
            ["APP_CHANNEL_ADDRESS"] = options.AppChannelAddress,
            ["APP_PROTOCOL"] = options.AppProtocol switch { AppProtocol.Grpc => "grpc", AppProtocol.H2c => "h2c", _ => "http" },
            ["DAPR_HTTP_PORT"] = Text(sidecar.HttpPort),
        };
        Add("APP_PORT", options.AppPort);
        Add("DAPR_GRPC_PORT", sidecar.GrpcPort);
        Add("DAPR_METRICS_PORT", options.MetricsPort);
        return variables;

        void Add(string name, int? port)
        {
            if (port is { } number)
            {
                variables[name] = Text(number);
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Relay(string? line, TextWriter output)
    {
        if (line is not null)
        {
            output.WriteLine(Mark + line);
        }
    }
}
