using System.Globalization;
using System.Net;
using System.Text;
using Personalization.Load.Client;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.PubSub;

/// <summary>From the moment a publication falls due until its handler begins, over the durable queue or Redis, at a thousand a second.</summary>
/// <param name="onRedis">Over `pubsub.redis`; else over `pubsub.sqlite`.</param>
internal sealed class PublishMeasure(bool onRedis) : IMeasure
{
    private const double PerSecond = 1_000;
    private const double MostP99 = 10;
    private const int DataBytes = 400;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public string Name => onRedis ? "publish-redis" : "publish";

    public async Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        using var backing = await Backing.StartAsync(context, onRedis, HandlerRole.PubSub, "pubsub", isActorStore: false, cancellationToken);
        using var app = await ServerProcess.StartRoleAsync(HandlerRole.RoleName, LoadContext.FreePort(), cancellationToken);
        using var sidecar = await SidecarServer.StartAsync(context, "analytics", app.Port, "h2c", cancellationToken);
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{app.Port}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        List<LatencySummary> rounds = [];
        var lost = 0L;
        for (var round = 0; round < context.Rounds; round++)
        {
            await LoadClient.RunAsync(sidecar.Port, _ => Message(0), Pace.Open(PerSecond), TimeSpan.Zero, context.WarmUp, cancellationToken);
            var published = await LoadClient.RunAsync(sidecar.Port, Message, Pace.Open(PerSecond), TimeSpan.Zero, context.Duration, cancellationToken);
            await Task.Delay(Settling, cancellationToken);
            var report = (await http.GetStringAsync("/report", cancellationToken)).Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            lost += published.Completed + published.Failed - (long)report[0];
            rounds.Add(new LatencySummary(report[1], report[2], report[3]));
        }

        var latency = Median.By(rounds, one => one.P99);
        return new Measurement
        {
            Measure = Name,
            Value = latency.P99,
            Unit = "ms, p99",
            Latency = latency,
            Goal = $"p99 < {MostP99} ms at {PerSecond}/s",
            Passed = latency.P99 < MostP99 && lost == 0,
            Note = lost != 0 ? $"{lost} more published than heard" : null,
        };
    }

    private static ReadOnlyMemory<byte> Message(long due) => Requests.Json(
        "POST",
        $"/v1.0/publish/{HandlerRole.PubSub}/{HandlerRole.Topic}",
        Encoding.UTF8.GetBytes($$"""{"{{HandlerRole.Due}}":{{due}},"text":"{{new string('t', DataBytes)}}"}"""));
}
