using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Conformance.Tests;

/// <summary>Starts the sidecar as a process when the first test asks, runs all cases of the JavaScript client against it once, and keeps their results.</summary>
public sealed class JsClientFixture
{
    private const string AppId = "conformance";
    private const string CaseMark = "CASE ";
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string?> _results = new(StringComparer.Ordinal);
    private readonly StringBuilder _log = new();

    private readonly Lazy<Task> _run;

    public JsClientFixture() => _run = new Lazy<Task>(RunCasesAsync);

    /// <summary>The names of the cases that ran.</summary>
    public async Task<IReadOnlyCollection<string>> NamesAsync()
    {
        await _run.Value;
        return _results.Keys;
    }

    /// <returns>Null when the case passed, else why not.</returns>
    public async Task<string?> FailureAsync(string name)
    {
        await _run.Value;
        return _results.TryGetValue(name, out var failure)
            ? failure
            : $"The case did not run. What node and the sidecar said:{Environment.NewLine}{_log}";
    }

    private async Task RunCasesAsync()
    {
        var node = Requires.Binary("node");
        var folder = await NpmPackages.InstalledAsync();

        var work = Directory.CreateTempSubdirectory("conformance-");
        var (daprPort, grpcPort, appPort, redisPort) = (Ports.Free(), Ports.Free(), Ports.Free(), Ports.Free());
        WriteComponents(work.FullName, redisPort);
        using var redis = Start(
            Requires.Binary("redis-server"),
            ["--port", $"{redisPort}", "--bind", "127.0.0.1", "--dir", work.FullName, "--save", "", "--loglevel", "warning"],
            work.FullName,
            []);
        using var sidecar = Start(
            Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Personalization.Sidecar.dll"), "run", "--app-id", AppId, "--app-port", $"{appPort}",
                "--dapr-http-port", $"{daprPort}", "--dapr-grpc-port", $"{grpcPort}", "--jobs-file", Path.Combine(work.FullName, "jobs.db"), "--resources-path", work.FullName, "--enable-metrics", "false", "--log-level", "warn",
            ],
            work.FullName,
            [("CONFORMANCE_SECRET", "known")]);
        try
        {
            await RunAsync(
                node,
                ["run.mjs"],
                folder,
                [("DAPR_HTTP_PORT", $"{daprPort}"), ("DAPR_GRPC_PORT", $"{grpcPort}"), ("REDIS_PORT", $"{redisPort}"), ("APP_PORT", $"{appPort}"), ("APP_ID", AppId)],
                RunDeadline);
        }
        finally
        {
            sidecar.Kill(entireProcessTree: true);
            redis.Kill();
            await sidecar.WaitForExitAsync();
            await redis.WaitForExitAsync();
            work.Delete(recursive: true);
        }
    }

    private static void WriteComponents(string folder, int redisPort) => File.WriteAllText(
        Path.Combine(folder, "components.yaml"),
        $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.sqlite
          version: v1
          metadata:
            - name: connectionString
              value: {Path.Combine(folder, "state.db")}
            - name: actorStateStore
              value: "true"
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.sqlite
          version: v1
          metadata:
            - name: connectionString
              value: {Path.Combine(folder, "queue.db")}
            - name: redeliverInterval
              value: 100ms
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: secrets
        spec:
          type: secretstores.local.env
          version: v1
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: files
        spec:
          type: bindings.localstorage
          version: v1
          metadata:
            - name: rootPath
              value: {Path.Combine(folder, "files")}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: ticker
        spec:
          type: bindings.cron
          version: v1
          metadata:
            - name: schedule
              value: "@every 1s"
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: settings
        spec:
          type: configuration.redis
          version: v1
          metadata:
            - name: redisHost
              value: 127.0.0.1:{redisPort}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: locks
        spec:
          type: lock.redis
          version: v1
          metadata:
            - name: redisHost
              value: 127.0.0.1:{redisPort}
        """);

    private async Task RunAsync(string file, string[] arguments, string folder, (string Name, string Value)[] environment, TimeSpan deadline)
    {
        using var process = Start(file, arguments, folder, environment);
        using var patience = new CancellationTokenSource(deadline);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{file} {string.Join(' ', arguments)}' took longer than {deadline.TotalMinutes} min:{Environment.NewLine}{_log}");
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{file} {string.Join(' ', arguments)}' ended with {process.ExitCode}:{Environment.NewLine}{_log}");
        }
    }

    private Process Start(string file, string[] arguments, string folder, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{file}' did not start.");
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            if (!line.StartsWith(CaseMark, StringComparison.Ordinal))
            {
                _log.AppendLine(line);
                return;
            }

            using var document = JsonDocument.Parse(line[CaseMark.Length..]);
            var root = document.RootElement;
            _results[root.GetProperty("name").GetString()!] = root.GetProperty("ok").GetBoolean() ? null : root.GetProperty("error").GetString();
        }
    }
}
