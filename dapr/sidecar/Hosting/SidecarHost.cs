using Personalization.Sidecar.Components;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Hosting;

/// <summary>The sidecars of several apps in one process.</summary>
internal sealed partial class SidecarHost : IAsyncDisposable
{
    private readonly SidecarServices _services;
    private readonly ILogger _logger;
    private readonly List<AppRuntime> _apps = [];

    public SidecarHost(TimeProvider time, ILoggerFactory loggers)
    {
        _services = new SidecarServices(time, loggers, new SidecarRegistry(), new SharedResources());
        _logger = loggers.CreateLogger<SidecarHost>();
    }

    public SidecarRegistry Registry => _services.Registry;

    /// <summary>Starts every app's sidecar; returns when all APIs listen. If one cannot start, none does.</summary>
    /// <exception cref="ResourcesRefusedException">What the resource files say cannot be used.</exception>
    /// <exception cref="ComponentInitException">A component cannot be opened.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public async Task StartAsync(IReadOnlyList<AppOptions> apps, CancellationToken cancellationToken)
    {
        var runtimes = Load(apps);
        _apps.AddRange(runtimes);
        try
        {
            foreach (var app in runtimes)
            {
                await app.StartAsync(cancellationToken);
            }
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Runs until cancelled or until every app's sidecar was asked to stop over its API, then stops them.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waits = _apps.Select(async app =>
        {
            await app.StopRequested.WaitAsync(cancellationToken);
            await app.StopAsync();
        });
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopAsync();
    }

    /// <summary>Stops all apps at once, each within its graceful seconds.</summary>
    public Task StopAsync() => Task.WhenAll(_apps.Select(app => app.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    private List<AppRuntime> Load(IReadOnlyList<AppOptions> apps)
    {
        // Apps of one system mostly name the same folders: each set is read, and its findings told, once.
        var sets = new Dictionary<string, ResourceSet>(StringComparer.Ordinal);
        var findings = new List<ResourceDiagnostic>();
        var sources = new List<(AppOptions App, ResourceSet Resources)>();
        foreach (var app in apps)
        {
            var key = string.Join('\n', [.. app.ResourcesPaths, "", .. app.ConfigFiles]);
            if (!sets.TryGetValue(key, out var resources))
            {
                sets.Add(key, resources = ResourceLoader.Load(app.ResourcesPaths, app.ConfigFiles));
                findings.AddRange(ResourceValidator.Judge(resources.Diagnostics, app.Strict));
            }

            var context = ComponentChecks.Dry(app.AppId, app.Namespace ?? "");
            findings.AddRange(ResourceValidator.Judge(ComponentChecks.Check(resources.Components.Where(c => c.IsInScope(app.AppId)), context), app.Strict));
            sources.Add((app, resources));
        }

        var distinct = findings.Distinct().ToList();
        foreach (var finding in distinct.Where(f => !f.IsError))
        {
            LogFinding(finding.Severity == DiagnosticSeverity.Warning ? LogLevel.Warning : LogLevel.Information, finding.Location, finding.Field, finding.Reason);
        }

        return distinct.Exists(f => f.IsError)
            ? throw new ResourcesRefusedException(distinct)
            : [.. sources.Select(s => new AppRuntime(s.App, s.Resources, _services))];
    }

    [LoggerMessage(EventId = 110, Message = "{Location}: {Field}: {Reason}")]
    private partial void LogFinding(LogLevel level, SourceLocation location, string field, string reason);
}
