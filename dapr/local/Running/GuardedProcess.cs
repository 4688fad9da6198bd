using System.Diagnostics;
using Personalization.Local.Logs;

namespace Personalization.Local.Running;

/// <summary>
/// A child that cannot outlive the launcher. The launcher holds the write end of a pipe; beside the child a small shell waits
/// for that pipe to end, however it ends (stop, crash, kill -9), then sends SIGTERM and after two seconds SIGKILL.
/// POSIX shell only, so that Linux and macOS behave alike; Linux' PR_SET_PDEATHSIG was rejected because it follows the thread
/// that forked, and .NET's thread pool retires threads.
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    /// <summary>From the end of the pipe to the child's certain death.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2.5);

    private const string Released = "released";

    // $1 is the child's process id. A word on the pipe instead of its end means: the child is gone, do nothing.
    private const string Guard = """
        read -r word && exit 0
        kill -TERM "$1" 2>/dev/null
        n=0
        while [ "$n" -lt 20 ] && kill -0 "$1" 2>/dev/null; do sleep 0.1; n=$((n+1)); done
        kill -KILL "$1" 2>/dev/null
        """;

    // Ctrl-C in a terminal reaches the whole process group: children ignore it, the launcher alone decides the order of stopping.
    private const string Start = """
        exec 3<&0 </dev/null
        trap '' INT QUIT HUP
        guard=$1
        shift
        (exec /bin/sh -c "$guard" guard $$ <&3 3<&- >/dev/null 2>&1) &
        exec 3<&-
        exec "$@"
        """;

    private readonly Process _process;
    private readonly Task _output;
    private int _released;

    private GuardedProcess(Process process, Task output)
    {
        _process = process;
        _output = output;
    }

    /// <summary>The child's own process id: the shell that starts it becomes it.</summary>
    public int Id => _process.Id;

    public static GuardedProcess Launch(ChildSpecification child, Action<string> onLine, Action<string> onErrorLine)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = child.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-c", Start, child.Name, Guard, .. child.Command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in child.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return new GuardedProcess(process, Task.WhenAll(
            PumpAsync(process.StandardOutput, onLine),
            PumpAsync(process.StandardError, onErrorLine)));
    }

    /// <summary>Waits for the child's death and returns its exit code (128 + signal for a signal).</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            await ReleaseGuardAsync().ConfigureAwait(false);
        }

        // Something the child started may hold its output open; what it wrote itself arrives at once.
        await Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(0.2), CancellationToken.None)).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Asks the child to stop; within <see cref="Grace"/> it is gone.</summary>
    public void RequestStop()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _process.StandardInput.Close();
        }
    }

    public void Dispose() => _process.Dispose();

    private static async Task PumpAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            onLine(line);
        }
    }

    private async Task ReleaseGuardAsync()
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(Released).ConfigureAwait(false);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The guard was killed too: nothing left to release.
        }
    }
}
