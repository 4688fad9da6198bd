using System.Diagnostics;
using Dapr.Client;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.State;

/// <summary>A sidecar process with a `discovery-state` and a `decisions-state`, each in a file of its own.</summary>
public sealed class SidecarFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private DirectoryInfo? _folder;
    private Process? _sidecar;

    public DaprClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var program = Path.Combine(
            Repository.Root, "artifacts", "bin", "Personalization.Sidecar", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name, "Personalization.Sidecar.dll");
        _folder = Directory.CreateTempSubdirectory("discovery-state-");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "state.yaml"), $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: discovery-state
            spec:
              type: state.sqlite
              version: v1
              metadata:
              - name: connectionString
                value: {Path.Combine(_folder.FullName, "state.db")}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: decisions-state
            spec:
              type: state.sqlite
              version: v1
              metadata:
              - name: connectionString
                value: {Path.Combine(_folder.FullName, "decisions.db")}
            """);
        var (port, grpcPort) = (Ports.Free(), Ports.Free());
        _sidecar = Process.Start(new ProcessStartInfo("dotnet",
            [program, "run", "--app-id", "discovery", "--dapr-http-port", $"{port}", "--dapr-grpc-port", $"{grpcPort}", "--resources-path", _folder.FullName, "--enable-metrics", "false", "--log-level", "warn"])
        {
            WorkingDirectory = _folder.FullName,
        })!;
        Client = new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{port}").UseGrpcEndpoint($"http://127.0.0.1:{grpcPort}").Build();
        using var patience = new CancellationTokenSource(StartDeadline);
        while (!await Client.CheckOutboundHealthAsync(patience.Token))
        {
            if (_sidecar.HasExited)
            {
                throw new InvalidOperationException($"The sidecar ended with {_sidecar.ExitCode} before it was ready.");
            }

            await Task.Delay(50, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_sidecar is { HasExited: false })
        {
            _sidecar.Kill(entireProcessTree: true);
            await _sidecar.WaitForExitAsync();
        }

        _sidecar?.Dispose();
        _folder?.Delete(recursive: true);
    }
}
