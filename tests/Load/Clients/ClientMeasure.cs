using System.Diagnostics;
using Dapr.Client;
using Personalization.Load.Measures;
using Personalization.Load.PubSub;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.Clients;

/// <summary>What a call of the SDK's client costs over gRPC, the sidecar's part included, beside the same call over HTTP.</summary>
/// <param name="call">What is called.</param>
internal sealed class ClientMeasure(ClientCall call) : IMeasure
{
    private const int AtOnce = 16;
    private const int DataBytes = 400;
    private const string Store = "statestore";
    private const string Key = "key";

    // Nobody listens to it: the handing over of events is measured elsewhere.
    private const string Topic = "unheard";

    private static readonly Dictionary<string, string> Data = new() { ["text"] = new string('t', DataBytes) };

    public string Name => call == ClientCall.Publish ? "client-publish" : "client-state";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var store = await Backing.StartAsync(context, onRedis: false, Store, "state", isActorStore: false, cancellationToken);
        using var broker = await Backing.StartAsync(context, onRedis: false, HandlerRole.PubSub, "pubsub", isActorStore: false, cancellationToken);
        using var app = await ServerProcess.StartRoleAsync(HandlerRole.RoleName, LoadContext.FreePort(), cancellationToken);
        var grpcPort = LoadContext.FreePort();
        using var sidecar = await SidecarServer.StartAsync(context, "analytics", app.Port, "h2c", cancellationToken, grpcPort: grpcPort);
        using var overHttp = new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{sidecar.Port}").Build();
        using var overGrpc = new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{sidecar.Port}").UseGrpcEndpoint($"http://127.0.0.1:{grpcPort}").Build();
        await overHttp.SaveStateAsync(Store, Key, Data, cancellationToken: cancellationToken);
        var (http, grpc) = await Rounds.RunAsync(context, () => LoadAsync(overHttp), () => LoadAsync(overGrpc));

        var (yardstick, ours) = (Median.By(http, round => round.CpuACall), Median.By(grpc, round => round.CpuACall));
        return new Measurement
        {
            Measure = Name,
            Value = ours.CpuACall,
            Unit = "us of CPU a call",
            Yardstick = yardstick.CpuACall,
            Latency = ours.Latency,
            Goal = "stated",
            Passed = true,
            Note = FormattableString.Invariant(
                $"client {ours.ClientCpu:0.0} us over gRPC, {yardstick.ClientCpu:0.0} over HTTP; {ours.PerSecond:0}/s, {yardstick.PerSecond:0}/s; p50 over HTTP {yardstick.Latency.P50:0.00} ms, p99 {yardstick.Latency.P99:0.00} ms"),
        };

        async Task<Round> LoadAsync(DaprClient client)
        {
            await CallAsync(client, context.WarmUp, cancellationToken);
            var (own, theirs) = (Environment.CpuUsage.TotalTime, sidecar.ProcessorTime());
            var began = Stopwatch.GetTimestamp();
            var sample = await CallAsync(client, context.Duration, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(began);
            var clientCpu = (Environment.CpuUsage.TotalTime - own).TotalMicroseconds / sample.Count;
            return new Round(
                clientCpu + ((sidecar.ProcessorTime() - theirs).TotalMicroseconds / sample.Count), clientCpu, sample.Count / elapsed.TotalSeconds, sample.Summarize());
        }
    }

    private async Task<LatencySample> CallAsync(DaprClient client, TimeSpan span, CancellationToken cancellationToken)
    {
        var all = new LatencySample();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(LoopAsync, cancellationToken)));
        return all;

        async Task LoopAsync()
        {
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                var start = Stopwatch.GetTimestamp();
                await (call == ClientCall.Publish
                    ? client.PublishEventAsync(HandlerRole.PubSub, Topic, Data, cancellationToken)
                    : client.GetStateAsync<Dictionary<string, string>>(Store, Key, cancellationToken: cancellationToken));
                lock (all)
                {
                    all.Add(Stopwatch.GetTimestamp() - start);
                }
            }
        }
    }

    private sealed record Round(double CpuACall, double ClientCpu, double PerSecond, LatencySummary Latency);
}
