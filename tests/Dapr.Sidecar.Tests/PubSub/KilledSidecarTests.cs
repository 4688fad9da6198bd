using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.PubSub;

/// <summary>The sidecar as a process of its own, killed without warning: what it acknowledged is kept.</summary>
public sealed class KilledSidecarTests : IAsyncDisposable
{
    private const int Messages = 400;

    private readonly TempFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private TestApp? _app;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _client.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    [Trait("req", "R10.1")]
    public async Task Publish_SidecarKilledTwice_EveryAcknowledgedMessageArrives()
    {
        var handled = new ConcurrentDictionary<int, int>();
        _app = await TestApp.StartAsync();
        _app.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"orders","route":"/handle","deadLetterTopic":"dead"}]""")
            .On("/handle", (_, body) =>
            {
                handled.AddOrUpdate(JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("n").GetInt32(), 1, (_, times) => times + 1);
                return Task.CompletedTask;
            });
        WriteComponent();
        var port = Ports.Free();
        var acknowledged = new List<int>();
        await StartAsync(port);

        for (var n = 0; n < Messages; n++)
        {
            if (n is 100 or 250)
            {
                await KillAsync();
                await StartAsync(port);
            }

            var answer = await _client.PostAsJsonAsync($"http://127.0.0.1:{port}/v1.0/publish/pubsub/orders", new { n });
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            acknowledged.Add(n);
        }

        await Eventually.TrueAsync(() => acknowledged.TrueForAll(handled.ContainsKey), "every acknowledged message is handled");
    }

    [Fact]
    public async Task Reminder_SidecarKilledAfterTheAnswer_Fires()
    {
        _app = await TestApp.StartAsync();
        _app.OnJson("/dapr/config", """{"entities":["Shopper"]}""").On("/actors/*", (_, _) => Task.CompletedTask);
        WriteComponent();
        var port = Ports.Free();
        await StartAsync(port);
        var registered = await _client.PostAsJsonAsync($"http://127.0.0.1:{port}/v1.0/actors/Shopper/ann/reminders/wake", new { dueTime = "1s" });
        registered.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await KillAsync();
        await StartAsync(port);

        await Eventually.TrueAsync(() => _app.Calls.Contains("PUT /actors/Shopper/ann/method/remind/wake"), "the reminder fires");
    }

    private void WriteComponent() => File.WriteAllText(_folder.File("components.yaml"), $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.sqlite
          version: v1
          metadata:
            - name: connectionString
              value: {_folder.File("queue.db")}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: state
        spec:
          type: state.sqlite
          version: v1
          metadata:
            - name: connectionString
              value: {_folder.File("state.db")}
            - name: actorStateStore
              value: "true"
        """);

    private async Task StartAsync(int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Personalization.Sidecar.dll"), "run", "--app-id", "shop", "--app-port", $"{_app!.Port}",
                "--dapr-http-port", $"{port}", "--dapr-grpc-port", "0", "--resources-path", Path.GetDirectoryName(_folder.File("x"))!, "--enable-metrics", "false",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        var ready = false;
        for (var tries = 0; tries < 1200 && !ready; tries++)
        {
            try
            {
                ready = (await _client.GetAsync($"http://127.0.0.1:{port}/v1.0/healthz")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        ready.ShouldBeTrue();
    }

    private async Task KillAsync()
    {
        var process = _processes[^1];
        _processes.Remove(process);
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
