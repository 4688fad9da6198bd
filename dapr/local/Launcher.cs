using Personalization.Local.Building;
using Personalization.Local.CommandLine;
using Personalization.Local.Definition;
using Personalization.Local.Demo;
using Personalization.Local.Logs;
using Personalization.Local.Ports;
using Personalization.Local.Readiness;
using Personalization.Local.Running;
using Personalization.Local.Servers;

namespace Personalization.Local;

/// <summary>One run of the system on this machine: check, build, start, wait until ready, watch, stop.</summary>
internal sealed class Launcher(LocalOptions options, TimeProvider clock, DateTimeOffset begun)
{
    private const string SidecarName = "sidecar";

    private readonly LauncherConsole _console = LauncherConsole.Standard(options.Verbose);
    private readonly DataFolder _data = new(options.DataFolder);
    private readonly RunTokens _tokens = RunTokens.Mint();

    /// <summary>Exit code 0 after an orderly stop, 1 when the system could not be started.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var signals = new StopSignals(clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stopping, cancellation);
        try
        {
            await StartAndWatchAsync(stop.Token).ConfigureAwait(false);
            return 0;
        }
        catch (LauncherException reason)
        {
            _console.Error(reason.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private async Task StartAndWatchAsync(CancellationToken stop)
    {
        var definition = SystemDefinitionReader.Read(options.DefinitionFile);
        var chosen = Choose(definition);
        var components = ComponentsFolder(definition);
        IReadOnlyList<AppBeside> beside = options.Beside is { } file ? AppBesideReader.Read(file, [.. definition.Services.Select(service => service.Name)]) : [];
        if (options.Reset && !_data.MayBeReset())
        {
            throw new LauncherException($"--reset would empty '{_data.Root}', which no launcher made; remove it yourself if that is meant.");
        }

        using var runLock = RunLock.Take(_data.Run);
        if (options.Reset)
        {
            _data.Reset();
        }

        var publicPort = await PublicPort.ClaimAsync(options.PublicPort, runLock.PreviousRunWasCutShort, clock, stop).ConfigureAwait(false);
        var redis = new RedisServers(_data, _console, clock);
        var redisAddresses = RedisAddress.ReadAll(components);
        var servers = await redis.MissingAsync(redisAddresses, stop).ConfigureAwait(false);
        var build = await BuildAsync(definition, chosen, stop).ConfigureAwait(false);

        var ports = new PortBook(Path.Combine(_data.Run, "ports.json")).Assign(chosen.SelectMany(Replica.NamesOf).Select(replica => replica.Name));
        var replicas = chosen.SelectMany(Replica.NamesOf)
            .Select(replica => new Replica { Name = replica.Name, Service = replica.Service, Ports = ports[replica.Name] })
            .ToList();
        var runFile = SidecarRunFile.Write(replicas, beside, components, definition.ConfigurationFolder, _data);

        _console.Line($"starting the sidecar and {string.Join(", ", replicas.Select(replica => replica.Name))} ...");
        await using var system = new RunningSystem(
            Sidecar(build.OutputOf(definition.SidecarProject), runFile),
            replicas.Select(replica => Service(replica, build, publicPort)),
            servers,
            _data,
            _console,
            clock);
        system.StartServers();
        try
        {
            await redis.WaitAsync(redisAddresses, stop).ConfigureAwait(false);
            system.Start();
            await WaitUntilReadyAsync(system, replicas, definition.DemoFolder, publicPort, stop).ConfigureAwait(false);
            await Task.WhenAny(system.Failed, Task.Delay(Timeout.InfiniteTimeSpan, clock, stop)).ConfigureAwait(false);
        }
        finally
        {
            _console.Line("stopping ...");
        }
    }

    private List<ServiceDefinition> Choose(SystemDefinition definition)
    {
        foreach (var (option, names) in ((string, IEnumerable<string>)[])[("--services", options.Services), ("--replicas", options.Replicas.Keys)])
        {
            var unknown = names.Where(name => definition.Services.All(service => service.Name != name)).ToList();
            if (unknown.Count > 0)
            {
                throw new LauncherException($"{option}: no {string.Join(", ", unknown)} in {options.DefinitionFile}; it has {string.Join(", ", definition.Services.Select(service => service.Name))}");
            }
        }

        return
        [
            .. definition.Services
                .Where(service => options.Services.Count == 0 || options.Services.Contains(service.Name))
                .Select(service => options.Replicas.TryGetValue(service.Name, out var count) ? service with { Replicas = count } : service),
        ];
    }

    private string ComponentsFolder(SystemDefinition definition)
    {
        var folder = Path.Combine(definition.ComponentsFolder, options.Components);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var there = Directory.Exists(definition.ComponentsFolder)
            ? string.Join(", ", Directory.EnumerateDirectories(definition.ComponentsFolder).Select(Path.GetFileName).Order())
            : "nothing";
        throw new LauncherException($"--components {options.Components}: no folder '{folder}'; there is {there}");
    }

    private async Task<ServiceBuild> BuildAsync(SystemDefinition definition, List<ServiceDefinition> chosen, CancellationToken stop)
    {
        var build = new ServiceBuild(new BuildTool(_console, clock), _console, options);
        using var log = new ServiceLog(_data.Logs, "build");
        List<string> projects = [definition.SidecarProject, .. chosen.Select(service => service.Project)];
        await build.RunAsync(projects, log, stop).ConfigureAwait(false);
        return build;
    }

    private ChildSpecification Sidecar(string program, string runFile) => new()
    {
        Name = SidecarName,
        Command = [DotnetHost.Path, program, "run", "-f", runFile, "--strict"],
        WorkingFolder = _data.Root,
        Environment = options.LogLevel is { } level
            ? new Dictionary<string, string>(_tokens.Environment) { ["Logging__LogLevel__Default"] = level }
            : _tokens.Environment,
    };

    private ChildSpecification Service(Replica replica, ServiceBuild build, int publicPort)
    {
        Directory.CreateDirectory(_data.Service(replica.Name));
        return new ChildSpecification
        {
            Name = replica.Name,
            Command = [DotnetHost.Path, build.OutputOf(replica.Service.Project)],
            WorkingFolder = Path.GetDirectoryName(replica.Service.Project)!,
            Environment = ServiceEnvironment.For(replica, _data, _tokens, publicPort, options),
        };
    }

    private async Task WaitUntilReadyAsync(RunningSystem system, List<Replica> replicas, string demoFolder, int publicPort, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        var readiness = new SystemReadiness(http, clock, options.StartTimeout, system);
        await readiness.WaitForProcessesAsync(replicas, stop).ConfigureAwait(false);

        var front = replicas.Find(replica => replica.Service.IsPublic);
        if (front is null)
        {
            _console.Line($"ready (no public service among {string.Join(", ", replicas.Select(replica => replica.Name))}) in {Elapsed()} s");
            return;
        }

        var url = new Uri($"http://127.0.0.1:{publicPort}");
        if (options.LoadDemo)
        {
            await LoadDemoAsync(new DemoLoader(http, url, demoFolder, _data.DemoMarker, _console, clock), stop).ConfigureAwait(false);
        }

        await readiness.WaitForSearchAsync(url, stop).ConfigureAwait(false);
        foreach (var line in Overview.Lines(url, replicas, _data))
        {
            _console.Line(line);
        }

        _console.WarningsMatter = true;
        _console.Line($"ready http://127.0.0.1:{publicPort} in {Elapsed()} s");
    }

    private async Task LoadDemoAsync(DemoLoader demo, CancellationToken stop)
    {
        try
        {
            await demo.LoadAsync(stop).ConfigureAwait(false);
        }
        catch (LauncherException reason)
        {
            // A shop without its demo products is still a shop; the next start tries again.
            _console.Warning(reason.Message);
        }
    }

    private string Elapsed() => FormattableString.Invariant($"{(clock.GetUtcNow() - begun).TotalSeconds:0.0}");
}
