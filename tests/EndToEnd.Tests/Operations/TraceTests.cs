using System.Net.Http.Json;
using Personalization.Drills.Running;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Operations;

/// <summary>One W3C trace from what a shopper did to every service that hears of it: each step names the one before it, whichever process told of it.</summary>
[Trait("req", "R8.5")]
public sealed class TraceTests
{
    private const string BrowserStep = "b7ad6b7169203331";
    private const int Server = 2;
    private const int Client = 3;

    /// <summary>What ASP.NET Core calls every request it takes: of the service itself, where its sidecar names steps by their routes.</summary>
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    [Fact]
    public async Task Interaction_FromTheBrowserToEveryServiceThatHearsOfIt_IsOneTree()
    {
        using var collector = new OtlpCollector();
        await using var system = await RunningSystem.StartAsync(collector.Environment, "--no-demo");
        using var shop = new Shop(system.Address);
        var trace = "";
        await shop.TrackAsync(new { type = "click", user_id = "bob", product_id = "oat" });

        // A first call may come too late and be made good from the journal: each attempt is a trace of its own, and the one that was taken is followed.
        await shop.SendAsync(() =>
        {
            trace = Guid.NewGuid().ToString("N");
            return new HttpRequestMessage(HttpMethod.Post, "/api/interactions/track")
            {
                Headers = { { "traceparent", $"00-{trace}-{BrowserStep}-01" } },
                Content = JsonContent.Create(new { event_id = trace, type = "click", user_id = "ann", product_id = "oat" }),
            };
        });

        foreach (var listener in (string[])["analytics", "decisions", "discovery"])
        {
            var heard = await collector.FindAsync(trace, $"what {listener} did with it", span => span.Service == listener && span.Kind == Server && span.Name == Request);
            var way = await WayAsync(collector, heard);
            way.ShouldBe(
            [
                $"storefront 2 {Request}",
                "storefront 2 /v1.0/actors/{type}/{id}/method/{*method}",
                $"profiles 2 {Request}",
                "profiles 1 publish interactions",
                "profiles 4 /dapr.proto.runtime.v1.Dapr/PublishEvent",
                $"{listener} 5 pubsub/interactions",
                $"{listener} 2 {Request}",
            ]);
        }
    }

    /// <summary>The steps from the browser's to this one, without those of HTTP clients: service, kind, name.</summary>
    private static async Task<IReadOnlyList<string>> WayAsync(OtlpCollector collector, ReceivedSpan step)
    {
        var way = new List<string>();
        for (var at = step; ; at = await collector.FindAsync(step.TraceId, $"the step before {at}", Before(at)))
        {
            if (at.Kind != Client)
            {
                way.Insert(0, $"{at.Service} {at.Kind} {at.Name}");
            }

            if (at.ParentId == BrowserStep)
            {
                return way;
            }
        }
    }

    private static Func<ReceivedSpan, bool> Before(ReceivedSpan step) => span => span.Id == step.ParentId;
}
