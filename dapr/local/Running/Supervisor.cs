using Personalization.Local.Logs;

namespace Personalization.Local.Running;

/// <summary>Keeps one child alive: starts it, passes its log on, and starts it again with back-off when it dies.</summary>
internal sealed class Supervisor(ChildSpecification child, ServiceLog log, LauncherConsole console, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public string Name => child.Name;

    /// <summary>How often the child was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>The process id of the child as it runs now, or null between two lives.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Asked at each death with the exit code; false ends the supervision instead of starting the child again.</summary>
    public Func<int, bool> MayRestart { get; init; } = _ => true;

    /// <summary>Runs until <see cref="Stop"/> was called and the child is gone, or until <see cref="MayRestart"/> refuses.</summary>
    public async Task RunAsync()
    {
        var backoff = new Backoff();
        while (!_stop.IsCancellationRequested)
        {
            var started = clock.GetTimestamp();
            var code = await LiveAsync().ConfigureAwait(false);
            var lived = clock.GetElapsedTime(started);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            log.Write($"[launcher] {child.Name} ended with code {code} after {lived.TotalSeconds:0.0} s");
            if (!MayRestart(code))
            {
                return;
            }

            var wait = backoff.AfterDeath(lived);
            console.Warning($"{child.Name} ended {Explain(code)}; starting it again in {wait.TotalSeconds:0.0} s");
            await Task.Delay(wait, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Restarts++;
        }
    }

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private static string Explain(int code) => code switch
    {
        0 => "by itself",
        137 => "killed (SIGKILL)",
        139 => "with a segmentation fault",
        143 => "terminated (SIGTERM)",
        _ => $"with code {code}",
    };

    private async Task<int> LiveAsync()
    {
        var reader = new SeverityReader();
        using var process = GuardedProcess.Launch(child, OnLine, OnErrorLine);
        await using var stopping = _stop.Token.Register(process.RequestStop).ConfigureAwait(false);
        ProcessId = process.Id;
        var code = await process.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        ProcessId = null;
        return code;

        void OnLine(string line)
        {
            log.Write(line);
            console.ServiceLine(child.Name, line, reader.Read(line));
        }

        void OnErrorLine(string line)
        {
            log.Write(line);
            console.ServiceLine(child.Name, line, LogSeverity.Error);
        }
    }
}
