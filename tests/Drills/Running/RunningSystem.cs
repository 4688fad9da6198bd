using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Personalization.Testing;

namespace Personalization.Drills.Running;

/// <summary>The whole system, started by its one command on free ports and a data folder of its own.</summary>
public sealed partial class RunningSystem : IAsyncDisposable
{
    /// <summary>The origin of a site that is not the storefront's own and whose pages may call it.</summary>
    public static string OtherSite { get; } = $"http://localhost:{Ports.Free()}";

    /// <summary>A slot whose decisions are learned a second after they were made.</summary>
    public const string QuickSlot = "quick";

    /// <summary>Another, whose model has crosses and a diagonal covariance.</summary>
    public const string CrossedSlot = "crossed";

    /// <summary>Of <see cref="CrossedSlot"/>.</summary>
    public const int CrossedDimensions = 128;

    /// <summary>What the sidecars take calls with: drills look into them.</summary>
    private static readonly string SidecarToken = Guid.NewGuid().ToString("N");

    private static readonly HttpClient Sidecars = new() { DefaultRequestHeaders = { { "dapr-api-token", SidecarToken } } };

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    /// <summary>A write beyond a process' limit of file size then fails, as on a full disk, instead of ending the process; children inherit it.</summary>
    private const string IgnoringFileLimit = "trap '' XFSZ; exec \"$@\"";

    private readonly Process _launcher;
    private readonly string _data;
    private readonly bool _keeps;
    private readonly ConcurrentQueue<string> _output = new();

    private RunningSystem(Process launcher, string data, bool keeps)
    {
        _launcher = launcher;
        _data = data;
        _keeps = keeps;
    }

    /// <summary>The public address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything the launcher printed so far.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    public int LauncherId => _launcher.Id;

    /// <summary>State, events, warehouse and logs of this system.</summary>
    public string Data => _data;

    /// <summary>Services, by the names of their first processes, and the `sidecar`.</summary>
    public IReadOnlyList<string> Processes => [.. PortsOf().Select(port => port.Key), "sidecar"];

    public static Task<RunningSystem> StartAsync(params string[] options) => StartAsync(ReadOnlyDictionary<string, string>.Empty, options);

    /// <param name="environment">Further variables for every process of it.</param>
    /// <param name="options">Of the launcher.</param>
    public static Task<RunningSystem> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] options) =>
        StartAsync(Directory.CreateTempSubdirectory("system").FullName, keeps: false, environment, options);

    /// <summary>The same in a data folder that was there before and stays.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="environment">Further variables for every process of it.</param>
    /// <param name="options">Of the launcher.</param>
    public static Task<RunningSystem> StartInAsync(string data, IReadOnlyDictionary<string, string> environment, params string[] options) =>
        StartAsync(data, keeps: true, environment, options);

    private static async Task<RunningSystem> StartAsync(string data, bool keeps, IReadOnlyDictionary<string, string> environment, string[] options)
    {
        var configuration = AppContext.BaseDirectory.Contains("/release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c", IgnoringFileLimit, "launcher", "dotnet",
                Path.Combine(Repository.Root, "artifacts", "bin", "Personalization.Local", configuration.ToLowerInvariant(), "Personalization.Local.dll"),
                "--no-build", "--configuration", configuration, .. options.Contains("--port") ? (string[])[] : ["--port", "0"], "--data", data, .. options,
            ])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["Public__CorsOrigins__0"] = OtherSite, [$"Decisions__Slots__{QuickSlot}__Wait"] = "00:00:01", [$"Decisions__Slots__{CrossedSlot}__Wait"] = "00:00:01",
                [$"Decisions__Slots__{CrossedSlot}__Model__Dimensions"] = CrossedDimensions.ToString(System.Globalization.CultureInfo.InvariantCulture), [$"Decisions__Slots__{CrossedSlot}__Model__MaxArms"] = "100", ["DAPR_API_TOKEN"] = SidecarToken },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var system = new RunningSystem(Process.Start(start)!, data, keeps);
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        system._launcher.OutputDataReceived += (_, line) => system.Take(line.Data, ready);
        system._launcher.ErrorDataReceived += (_, line) => system.Take(line.Data, ready);
        system._launcher.BeginOutputReadLine();
        system._launcher.BeginErrorReadLine();
        var exited = system._launcher.WaitForExitAsync();
        var first = await Task.WhenAny(ready.Task, exited, Task.Delay(StartLimit));
        if (first != ready.Task)
        {
            var output = system.Output;
            await system.DisposeAsync();
            throw new InvalidOperationException($"The system did not become ready.{Environment.NewLine}{output}");
        }

        system.Address = await ready.Task;
        return system;
    }

    /// <summary>The process of one service, or of the `sidecar`: found by what only it has, its data folder or its run file.</summary>
    public int ProcessId(string name) => FindProcess(name)
        ?? throw new InvalidOperationException($"No process of '{name}' under '{_data}'.{Environment.NewLine}{Output}");

    /// <summary>The same, or null while there is none.</summary>
    public int? FindProcess(string name) => ProcessTable.Find(_data, name);

    /// <summary>The processes of all replicas of a service.</summary>
    public IReadOnlyList<int> FindProcesses(string service) => ProcessTable.FindAll(_data, service);

    /// <summary>Values of a service's state as its sidecar gives them, in the order of their keys; null where there is none.</summary>
    public async Task<IReadOnlyList<JsonNode?>> ReadStateAsync(string service, string store, IReadOnlyList<string> keys)
    {
        using var response = await Sidecars.PostAsJsonAsync($"http://127.0.0.1:{Port(service, "dapr_http")}/v1.0/state/{store}/bulk", new { keys, parallelism = 4 });
        var found = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!.AsArray()
            .ToDictionary(item => item!["key"]!.GetValue<string>(), item => item!["data"]?.DeepClone(), StringComparer.Ordinal);
        return [.. keys.Select(key => found.GetValueOrDefault(key))];
    }

    /// <summary>A port of a service as the launcher chose it: `app`, `metrics`, `dapr_http`, `dapr_metrics` or `public`.</summary>
    public int Port(string service, string kind) => PortsOf()[service]![kind]!.GetValue<int>();

    /// <summary>Actors that are active in a service's process.</summary>
    public async Task<int> ActiveActorsAsync(string service)
    {
        var metadata = JsonNode.Parse(await Sidecars.GetStringAsync($"http://127.0.0.1:{Port(service, "dapr_http")}/v1.0/metadata"))!;
        return metadata["actors"]!.AsArray().Sum(type => type!["count"]!.GetValue<int>());
    }

    /// <summary>Ends one process as `kill -9` does, and returns when it is gone.</summary>
    public async Task KillAsync(string name)
    {
        using var process = Process.GetProcessById(ProcessId(name));
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks the launcher to stop everything, as Ctrl-C does.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var clock = Stopwatch.StartNew();
        if (!_launcher.HasExited)
        {
            using var signal = Process.Start("/bin/sh", ["-c", $"kill -TERM {_launcher.Id}"]);
            await _launcher.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (TimeoutException)
        {
            _launcher.Kill(entireProcessTree: true);
        }

        _launcher.Dispose();
        if (_keeps)
        {
            return;
        }

        await Eventually.TrueAsync(() => Task.FromResult(TryDelete()), TimeSpan.FromSeconds(30));
    }

    private JsonObject PortsOf() => JsonNode.Parse(File.ReadAllText(Path.Combine(_data, "run", "ports.json")))!.AsObject();

    /// <summary>A process that was killed a moment ago may still write.</summary>
    private bool TryDelete()
    {
        try
        {
            Directory.Delete(_data, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Take(string? line, TaskCompletionSource<Uri> ready)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (ReadyLine().Match(line) is { Success: true } match)
        {
            ready.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"ready (http://127\.0\.0\.1:\d+) in [\d.]+ s")]
    private static partial Regex ReadyLine();
}
