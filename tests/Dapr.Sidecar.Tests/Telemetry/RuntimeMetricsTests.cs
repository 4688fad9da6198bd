using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Telemetry;

/// <summary>What the metrics port tells of calls between apps, policies, actors and refusals, under daprd's names.</summary>
[Trait("req", "R8.5")]
public sealed class RuntimeMetricsTests
{
    private const string Policies = """

        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: {name: shop-policies}
        spec:
          policies:
            timeouts: {short: 200ms}
            retries: {once: {policy: constant, duration: 10ms, maxRetries: 1}}
            circuitBreakers: {quick: {maxRequests: 1, timeout: 1h, trip: consecutiveFailures >= 3}}
          targets:
            apps:
              slow: {timeout: short}
              failing: {retry: once, circuitBreaker: quick}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_AfterCallsBetweenApps_TellBothSides()
    {
        await using var app = await TestApp.StartAsync();
        app.OnJson("/good", "{}");
        var (front, back) = (Ports.Free(), Ports.Free());
        await using var sidecar = await TestSidecar.StartAsync(
            "", [new AppOptions { AppId = "front", AppPort = app.Port, MetricsPort = front }, new AppOptions { AppId = "back", AppPort = app.Port, MetricsPort = back }]);
        using var client = sidecar.Client("front");

        await client.GetAsync("/v1.0/invoke/back/method/good", Token);
        await client.GetAsync("/v1.0/invoke/back/method/good", Token);
        await client.GetAsync("/v1.0/invoke/back/method/absent", Token);
        await client.GetAsync("/v1.0/invoke/front/method/good", Token);
        await client.GetAsync("/v1.0/invoke/nobody/method/good", Token);
        await client.GetAsync("/v1.0/state/nowhere/k", Token);

        var sent = await ReadAsync(front);
        sent.ShouldContain("""dapr_runtime_service_invocation_req_sent_total{app_id="front",dst_app_id="back",type="unary"} 3""" + "\n");
        sent.ShouldContain("""dapr_runtime_service_invocation_res_recv_total{app_id="front",src_app_id="back",status="200",type="unary"} 2""" + "\n");
        sent.ShouldContain("""dapr_runtime_service_invocation_res_recv_latency_ms_count{app_id="front",src_app_id="back",status="404"} 1""" + "\n");
        sent.ShouldContain("""dapr_error_code_total{app_id="front",error_code="ERR_DIRECT_INVOKE",category="service-invocation"} 1""" + "\n");
        sent.ShouldContain("""dapr_error_code_total{app_id="front",error_code="ERR_STATE_STORE_NOT_CONFIGURED",category="state"} 1""" + "\n");
        sent.ShouldNotContain("nobody");
        sent.ShouldNotContain("dst_app_id=\"front\"");
        var received = await ReadAsync(back);
        received.ShouldContain("""dapr_runtime_service_invocation_req_recv_total{app_id="back",src_app_id="front"} 3""" + "\n");
        received.ShouldContain("""dapr_runtime_service_invocation_res_sent_total{app_id="back",dst_app_id="front",status="200"} 2""" + "\n");
        received.ShouldNotContain("req_sent_total{");
    }

    [Fact]
    public async Task Metrics_AfterPoliciesSteppedIn_TellOfEach()
    {
        await using var app = await TestApp.StartAsync();
        var release = new TaskCompletionSource();
        app.On("/slow", (_, _) => release.Task);
        app.On("/fail", (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });
        var port = Ports.Free();
        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore + Policies,
        [
            new AppOptions { AppId = "front", MetricsPort = port, Namespace = "shop" },
            new AppOptions { AppId = "slow", AppPort = app.Port },
            new AppOptions { AppId = "failing", AppPort = app.Port },
        ]);
        using var client = sidecar.Client("front");

        await client.GetAsync("/v1.0/invoke/slow/method/slow", Token);
        release.SetResult();
        for (var i = 0; i < 3; i++)
        {
            await client.GetAsync("/v1.0/invoke/failing/method/fail", Token);
        }

        var text = await ReadAsync(port);
        const string Slow = """{app_id="front",name="shop-policies",policy="timeout",namespace="shop",flow_direction="outbound",target="app_slow",status=""}""";
        const string Retry = """{app_id="front",name="shop-policies",policy="retry",namespace="shop",flow_direction="outbound",target="app_failing",status=""}""";
        text.ShouldContain("""dapr_resiliency_loaded{app_id="front",name="shop-policies",namespace="shop"} 1""" + "\n");
        text.ShouldContain($"dapr_resiliency_count{Slow} 1\n");
        text.ShouldContain($"dapr_resiliency_activations_total{Slow} 1\n");

        // Two tries, then one that trips the breaker and is tried again in vain; the third call is refused.
        text.ShouldContain($"dapr_resiliency_count{Retry} 3\n");
        text.ShouldContain($"dapr_resiliency_activations_total{Retry} 2\n");
        text.ShouldContain("""dapr_resiliency_cb_state{app_id="front",name="shop-policies",policy="circuitbreaker",namespace="shop",flow_direction="outbound",target="app_failing",status="open"} 1""" + "\n");
        text.ShouldContain("""policy="circuitbreaker",namespace="shop",flow_direction="outbound",target="app_failing",status="closed"} 0""" + "\n");
    }

    [Fact]
    public async Task Metrics_OfActors_CountTimersRemindersAndDeactivations()
    {
        await using var app = await TestApp.StartAsync();
        app.OnJson("/dapr/config", """{"entities":["Shopper"],"actorIdleTimeout":"1s"}""");
        app.OnJson("/actors/*", "{}");
        var port = Ports.Free();
        await using var sidecar = await TestSidecar.StartAsync(Yaml.SqliteStore, [new AppOptions { AppId = "app", AppPort = app.Port, MetricsPort = port }]);
        using var client = sidecar.Client();
        const string Actor = "/v1.0/actors/Shopper/ann";

        (await client.PostAsync($"{Actor}/method/greet", null, Token)).EnsureSuccessStatusCode();
        (await client.PostAsync($"{Actor}/timers/tick", TestSidecar.Json("""{"dueTime":"0s","period":"1h","callback":"Tick"}"""), Token)).EnsureSuccessStatusCode();
        (await client.PostAsync($"{Actor}/reminders/wake", TestSidecar.Json("""{"dueTime":"0s","period":"1h"}"""), Token)).EnsureSuccessStatusCode();

        // Timers keep no actor: what was idle is put away with them.
        await Eventually.TrueAsync(
            async () => (await ReadAsync(port)) is var text
                && text.Contains("""dapr_runtime_actor_timers_fired_total{app_id="app",actor_type="Shopper",success="true"} 1""", StringComparison.Ordinal)
                && text.Contains("""dapr_runtime_actor_reminders_fired_total{app_id="app",actor_type="Shopper",success="true"} 1""", StringComparison.Ordinal)
                && text.Contains("""dapr_runtime_actor_reminders{app_id="app",actor_type="Shopper"} 1""", StringComparison.Ordinal)
                && text.Contains("""dapr_runtime_actor_deactivated_total{app_id="app",actor_type="Shopper"} 1""", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60));
    }

    private static async Task<string> ReadAsync(int port)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://127.0.0.1:{port}/", Token);
    }
}
