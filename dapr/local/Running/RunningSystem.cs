using Personalization.Local.Logs;

namespace Personalization.Local.Running;

/// <summary>The servers that components need, the sidecar process and all replicas, each under its supervisor.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    // Services stop first, so that what they still have to save finds its sidecar.
    private static readonly TimeSpan ServicesFirst = TimeSpan.FromSeconds(1.5);

    private readonly Supervisor _sidecar;
    private readonly List<Supervisor> _services;
    private readonly List<Supervisor> _servers;
    private readonly List<ServiceLog> _logs = [];
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private Task _serverRuns = Task.CompletedTask;
    private Task _sidecarRun = Task.CompletedTask;
    private Task _serviceRuns = Task.CompletedTask;
    private volatile bool _sidecarWasReady;

    public RunningSystem(
        ChildSpecification sidecar,
        IEnumerable<ChildSpecification> services,
        IEnumerable<ChildSpecification> servers,
        DataFolder data,
        LauncherConsole console,
        TimeProvider clock)
    {
        _clock = clock;
        var sidecarLog = Log(sidecar);
        _sidecar = new Supervisor(sidecar, sidecarLog, console, clock) { MayRestart = code => SidecarMayRestart(code, sidecarLog) };
        _services = [.. services.Select(service => new Supervisor(service, Log(service), console, clock))];
        _servers = [.. servers.Select(server => new Supervisor(server, Log(server), console, clock))];

        ServiceLog Log(ChildSpecification child)
        {
            var log = new ServiceLog(data.Logs, child.Name);
            _logs.Add(log);
            return log;
        }
    }

    /// <summary>Completes with the reason when the system cannot run at all: a sidecar that refuses its configuration will refuse it again.</summary>
    public Task<string> Failed => _failed.Task;

    /// <summary>Starts what the sidecar needs before it can open its components.</summary>
    public void StartServers() => _serverRuns = Task.WhenAll(_servers.Select(server => server.RunAsync()));

    public void Start()
    {
        _sidecarRun = _sidecar.RunAsync();
        _serviceRuns = Task.WhenAll(_services.Select(service => service.RunAsync()));
    }

    public void SidecarIsReady() => _sidecarWasReady = true;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            service.Stop();
        }

        await Task.WhenAny(_serviceRuns, Task.Delay(ServicesFirst, _clock)).ConfigureAwait(false);
        _sidecar.Stop();
        await Task.WhenAll(_serviceRuns, _sidecarRun).ConfigureAwait(false);
        _servers.ForEach(server => server.Stop());
        await _serverRuns.ConfigureAwait(false);
        foreach (var owned in (IEnumerable<IDisposable>)[_sidecar, .. _services, .. _servers, .. _logs])
        {
            owned.Dispose();
        }
    }

    private bool SidecarMayRestart(int code, ServiceLog log)
    {
        if (_sidecarWasReady || code is > 128 and < 160)
        {
            return true;
        }

        _failed.TrySetResult($"the sidecar refused to start (code {code}):{Environment.NewLine}{string.Join(Environment.NewLine, log.Tail)}");
        return false;
    }
}
