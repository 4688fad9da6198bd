using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Local.Tests.Running;

/// <summary>The launcher as a process of its own, on fake services and a temporary data folder.</summary>
internal sealed class LauncherRun : IDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;
    private readonly TestFolder _folder;

    public LauncherRun(TestFolder folder, params string[] extra)
        : this(folder, new Dictionary<string, string>(), extra)
    {
    }

    public LauncherRun(TestFolder folder, IReadOnlyDictionary<string, string> environment, params string[] extra)
        : this(folder, environment, [Path.Combine(AppContext.BaseDirectory, "Personalization.Local.dll")], extra)
    {
    }

    private LauncherRun(TestFolder folder, IReadOnlyDictionary<string, string> environment, string[] program, string[] extra)
    {
        _folder = folder;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] arguments =
        [
            .. program, "--file", folder.TyeFile, "--data", folder.Data, "--no-build", "--configuration", "Debug", .. extra.Contains("--port") ? (string[])[] : ["--port", "0"], .. extra,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>As the README has it: the process held here is `dotnet run`, the launcher is its child.</summary>
    public static LauncherRun ByDotnetRun(TestFolder folder) => new(
        folder,
        new Dictionary<string, string>(),
        ["run", "--no-build", "--project", Path.Combine(Repository.Root, "dapr", "local"), "--"],
        []);

    public IReadOnlyCollection<string> Lines => _lines;

    public string Output => string.Join(Environment.NewLine, _lines);

    /// <summary>Waits for the ready line and returns the public URL in it.</summary>
    public async Task<Uri> ReadyAsync()
    {
        var line = await LineAsync(text => text.StartsWith("ready ", StringComparison.Ordinal));
        return new Uri(line.Split(' ')[1]);
    }

    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        await UntilAsync(() => _lines.Any(wanted) || _process.HasExited, "a line");
        return _lines.FirstOrDefault(wanted) ?? throw new InvalidOperationException($"The launcher ended without that line:{Environment.NewLine}{Output}");
    }

    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Terminate() => Signal(_process.Id, SigTerm);

    public void KillHard() => _process.Kill();

    /// <summary>The process id that answers on the app port of a service.</summary>
    public async Task<int> ProcessOfAsync(string service)
    {
        var answer = await Http.GetStringAsync(new Uri($"http://127.0.0.1:{PortOf(service, "app")}/pid"));
        return int.Parse(answer, CultureInfo.InvariantCulture);
    }

    public Task<IReadOnlyDictionary<string, string>> EnvironmentOfAsync(string service) => EnvironmentAtAsync(PortOf(service, "app"));

    /// <summary>Of the process that answers on the port of a service's sidecar.</summary>
    public Task<IReadOnlyDictionary<string, string>> EnvironmentOfSidecarAsync(string service) => EnvironmentAtAsync(PortOf(service, "dapr_http"));

    /// <summary>Ids of all processes but the launcher whose environment or command line names this run's data folder.</summary>
    public IReadOnlyList<int> Children() =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != _process.Id && id != Environment.ProcessId && Mentions(id, _folder.Data))];

    public static async Task UntilAsync(Func<bool> condition, string what, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > (within ?? Patience))
            {
                throw new TimeoutException($"Not within {within ?? Patience}: {what}");
            }

            await Task.Delay(20);
        }
    }

    public static void Signal(int processId, int signal)
    {
        // The shell's own `kill`: the program of that name is not on every machine.
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {processId}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static async Task<IReadOnlyDictionary<string, string>> EnvironmentAtAsync(int port)
    {
        var answer = await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/environment"));
        return JsonSerializer.Deserialize<Dictionary<string, string>>(answer)!;
    }

    private int PortOf(string service, string name)
    {
        using var ports = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Data, "run", "ports.json")));
        return ports.RootElement.GetProperty(service).GetProperty(name).GetInt32();
    }

    private static bool Mentions(int id, string text)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Contains(text, StringComparison.Ordinal)
                || File.ReadAllText($"/proc/{id}/cmdline").Contains(text, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
