using System.Diagnostics;
using Personalization.Local.Logs;

namespace Personalization.Local.Building;

/// <summary>Runs a build command to its end, its output in a log file, a sign of life on the console every ten seconds.</summary>
internal sealed class BuildTool(LauncherConsole console, TimeProvider clock)
{
    /// <exception cref="LauncherException">The command failed; the message holds the end of its output.</exception>
    public async Task RunAsync(string what, string program, IReadOnlyList<string> arguments, string folder, ServiceLog log, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var begun = clock.GetTimestamp();
        using var process = Process.Start(start) ?? throw new LauncherException($"'{program}' cannot be started.");
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var exit = WaitForExitAsync(process, cancellation);
            while (await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(10), clock, cancellation)).ConfigureAwait(false) != exit && !cancellation.IsCancellationRequested)
            {
                console.Line($"  {what}: {clock.GetElapsedTime(begun).TotalSeconds:0} s ...");
            }

            await exit.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw new LauncherException($"{what} failed (`{program} {string.Join(' ', arguments)}`):{Environment.NewLine}{string.Join(Environment.NewLine, log.Tail)}");
        }
    }

    // Not Process.WaitForExitAsync: the compiler server that a build leaves running may hold the output open for minutes.
    private static async Task WaitForExitAsync(Process process, CancellationToken cancellation)
    {
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => exited.TrySetResult();
        if (!process.HasExited)
        {
            await exited.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation).ConfigureAwait(false);
    }

    private static void Write(ServiceLog log, string? line)
    {
        if (line is not null)
        {
            log.Write(line);
        }
    }
}
