using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dapr.Workflow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Personalization.Drills.Workflows;

/// <summary>A sidecar and an app with workflows, each a process of its own, on files in a folder; killed and started again at will.</summary>
public sealed class WorkflowProcesses : IAsyncDisposable
{
    private const string AppId = "flows";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("personalization-workflows-").FullName;
    private readonly int _grpcPort = FreePort();
    private readonly int _httpPort = FreePort();
    private readonly ServiceProvider _services;
    private readonly List<string> _said = [];
    private readonly Process? _redis;
    private Process? _sidecar;
    private Process? _worker;

    /// <param name="store">What their state is in.</param>
    public WorkflowProcesses(WorkflowStore store = WorkflowStore.Sqlite)
    {
        var file = Path.Combine(_folder, "state.db");
        var port = FreePort();
        if (store == WorkflowStore.Redis)
        {
            _redis = LaunchRedis(port);
        }

        File.WriteAllText(
            Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "components")).FullName, "state.yaml"),
            $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
            spec:
              type: state.{(store == WorkflowStore.Redis ? "redis" : "sqlite")}
              version: v1
              metadata:
                - name: {(store == WorkflowStore.Redis ? "redisHost" : "connectionString")}
                  value: {(store == WorkflowStore.Redis ? $"127.0.0.1:{Text(port)}" : file)}
                - name: actorStateStore
                  value: "true"
            """);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("DAPR_GRPC_ENDPOINT", Endpoint)]).Build());
        services.AddDaprWorkflow();
        _services = services.BuildServiceProvider();
        Store = store == WorkflowStore.Redis ? new OutsideRedis(port, AppId) : new OutsideSqlite(file, AppId);
    }

    /// <summary>A client beside the two; its worker is not started.</summary>
    public DaprWorkflowClient Client => _services.GetRequiredService<DaprWorkflowClient>();

    /// <summary>What is in the file, read past the sidecar.</summary>
    public OutsideStore Store { get; }

    /// <summary>What activities wrote down.</summary>
    public IReadOnlyList<string> Effects => File.Exists(EffectsPath) ? File.ReadAllLines(EffectsPath) : [];

    /// <summary>Bytes of the sidecar's files.</summary>
    public long FileBytes => Directory.GetFiles(_folder, "state.db*").Sum(file => new FileInfo(file).Length);

    /// <summary>Resident bytes of the sidecar.</summary>
    public long SidecarBytes
    {
        get
        {
            _sidecar!.Refresh();
            return _sidecar.WorkingSet64;
        }
    }

    /// <summary>Connections and files that the sidecar has open.</summary>
    public int SidecarHandles => Directory.GetFileSystemEntries($"/proc/{_sidecar!.Id}/fd").Length;

    /// <summary>The last lines the processes wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join(Environment.NewLine, _said);
            }
        }
    }

    private string Endpoint => $"http://127.0.0.1:{_grpcPort}";

    private string EffectsPath => Path.Combine(_folder, "effects.txt");

    public void Start()
    {
        _sidecar = Launch(
            Program("Personalization.Sidecar"),
            ["run", "--app-id", AppId, "--dapr-http-port", Text(_httpPort), "--dapr-grpc-port", Text(_grpcPort), "--resources-path", Path.Combine(_folder, "components"), "--enable-metrics", "false", "--log-level", "warn"]);
        _worker = Launch(Program("WorkflowWorker"), []);
    }

    /// <summary>SIGKILL for both, at once.</summary>
    public void Kill()
    {
        _sidecar?.Kill();
        _worker?.Kill();
        _sidecar?.WaitForExit();
        _worker?.WaitForExit();
        _sidecar?.Dispose();
        _worker?.Dispose();
        _sidecar = _worker = null;
    }

    /// <summary>Returns when the sidecar answers.</summary>
    public async Task ReadyAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Client.GetWorkflowStateAsync("nobody");
                return;
            }
            catch (Dapr.DaprException) when (Stopwatch.GetElapsedTime(began) < StartLimit)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Workers connected to the sidecar, as it says.</summary>
    public async Task<int> WorkersAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_httpPort}") };
        using var metadata = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("/v1.0/metadata"));
        return metadata.RootElement.GetProperty("workflows").GetProperty("connectedWorkers").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _services.DisposeAsync();
        (Store as IDisposable)?.Dispose();
        if (_redis is not null)
        {
            _redis.Kill();
            await _redis.WaitForExitAsync();
            _redis.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A server that has each write on disk before it answers, and listens when this returns.</summary>
    private Process LaunchRedis(int port)
    {
        var start = new ProcessStartInfo("redis-server", ["--port", Text(port), "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", ""]) { RedirectStandardOutput = true };
        var server = Process.Start(start) ?? throw new InvalidOperationException("redis-server did not start.");
        server.OutputDataReceived += (_, line) => Keep(line.Data);
        server.BeginOutputReadLine();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var listening = new TcpClient("127.0.0.1", port);
                return server;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < StartLimit)
            {
                Thread.Sleep(20);
            }
        }
    }

    private Process Launch(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DAPR_GRPC_ENDPOINT"] = Endpoint;
        start.Environment["EFFECTS"] = EffectsPath;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The program of another project, of the same build as this one.</summary>
    private static string Program(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
    }

    private void Keep(string? line)
    {
        const int kept = 60;
        lock (_said)
        {
            if (line is not null)
            {
                _said.Add(line);
                if (_said.Count > kept)
                {
                    _said.RemoveAt(0);
                }
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
