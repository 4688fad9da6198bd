using System.Net;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Resiliency;

/// <summary>Faults put into apps and servers, and what the policies of a Resiliency file make of them: by app, by component both ways, and by the reserved default names.</summary>
[Trait("req", "R10.2")]
public sealed class FaultInjectionTests : IAsyncLifetime
{
    private const string Policies = """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: {name: r}
        spec:
          policies:
            timeouts:
              short: 150ms
              DefaultBindingComponentOutboundTimeoutPolicy: 150ms
            retries:
              three: {policy: constant, duration: 10ms, maxRetries: 3}
              once: {policy: constant, duration: 10ms, maxRetries: 1}
              unavailable: {policy: constant, duration: 10ms, maxRetries: 3, matching: {httpStatusCodes: "503"}}
              DefaultAppRetryPolicy: {policy: constant, duration: 10ms, maxRetries: 2}
            circuitBreakers:
              pair: {maxRequests: 1, timeout: 300ms, trip: consecutiveFailures >= 2}
          targets:
            apps:
              retried: {retry: three}
              matched: {retry: unavailable}
              broken: {circuitBreaker: pair}
              slow: {timeout: short}
            actors:
              Retried: {retry: three}
              Slow: {timeout: short}
            components:
              named: {outbound: {retry: three}}
              clock: {inbound: {retry: once}}
              pubsub: {inbound: {retry: three}}
        """;

    private readonly Queue<int> _faults = new();
    private readonly Lock _gate = new();
    private FakeApp _app = null!;
    private int _calls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await FakeApp.StartAsync(async http =>
    {
        int status;
        lock (_gate)
        {
            _calls++;
            status = _faults.TryDequeue(out var fault) ? fault : 200;
        }

        if (status == 0)
        {
            // Never answers: the caller has to give up.
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        http.Response.StatusCode = status;
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("retried", new[] { 500, 503 }, 200, 3)]
    [InlineData("retried", new[] { 500, 500, 500, 502, 500 }, 502, 4)]
    [InlineData("matched", new[] { 503, 503 }, 200, 3)]
    [InlineData("matched", new[] { 500, 503 }, 500, 1)]
    [InlineData("unnamed", new[] { 500, 500, 503, 500 }, 503, 3)]
    [InlineData("broken", new[] { 500 }, 500, 1)]
    public async Task App_Faults_AreRetriedAsItsPolicySays(string app, int[] faults, int status, int calls)
    {
        await using var sidecar = await StartAsync(app, "");
        using var client = sidecar.Client("caller");
        Inject(faults);

        ((int)(await InvokeAsync(client, app)).StatusCode).ShouldBe(status);

        _calls.ShouldBe(calls);
    }

    [Fact]
    public async Task App_BreakerOfItsOwn_OpensAndLetsOneThroughAfterItsTime()
    {
        await using var sidecar = await StartAsync("broken", "");
        using var client = sidecar.Client("caller");
        Inject(500, 500, 500);

        await InvokeAsync(client, "broken");
        await InvokeAsync(client, "broken");
        ((int)(await InvokeAsync(client, "broken")).StatusCode).ShouldBe(500);
        _calls.ShouldBe(2, "the breaker is open: the app is left alone");

        await Eventually.TrueAsync(
            async () =>
            {
                var answer = await InvokeAsync(client, "broken");
                return answer.StatusCode == HttpStatusCode.OK;
            },
            TimeSpan.FromSeconds(60));
        _calls.ShouldBe(4, "one call to try, which failed, and the one that closed it");
    }

    [Fact]
    public async Task App_ThatHangs_IsGivenUpAfterItsTimeout()
    {
        await using var sidecar = await StartAsync("slow", "");
        using var client = sidecar.Client("caller");
        Inject(0);

        var answer = await InvokeAsync(client, "slow");

        ((int)answer.StatusCode).ShouldBe(500);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("timeout of 150 ms exceeded");
    }

    [Theory]
    [InlineData("named", new[] { 500, 503 }, 200, 3)]
    [InlineData("named", new[] { 500, 500, 500, 500 }, 500, 4)]
    [InlineData("other", new[] { 500, 500 }, 500, 1)]
    [InlineData("other", new[] { 0 }, 500, 1)]
    public async Task ComponentOutbound_Faults_FollowItsPolicyOrTheDefaults(string binding, int[] faults, int status, int calls)
    {
        await using var sidecar = await StartAsync("app", Binding("named") + Binding("other"));
        using var client = sidecar.Client("caller");
        Inject(faults);

        var answer = await client.PostAsync($"/v1.0/bindings/{binding}", TestSidecar.Json("""{"operation":"post","data":1}"""), Token);

        // An empty answer of the binding is 204.
        ((int)answer.StatusCode).ShouldBe(status == 200 ? 204 : status);
        _calls.ShouldBe(calls);
    }

    [Fact]
    public async Task ComponentInbound_BindingWhoseHandlerFails_IsRetriedOnce()
    {
        const string Clock = """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: clock}
            spec: {type: bindings.cron, version: v1, metadata: [{name: schedule, value: "@every 1s"}, {name: direction, value: input}]}

            """;
        Inject(500);
        await using var sidecar = await StartAsync("app", Clock);

        await Eventually.TrueAsync(() => _calls >= 2);

        _faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task ComponentInbound_MessageWhoseHandlerFails_IsRetriedUntilTaken()
    {
        const string Broker = """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: pubsub}
            spec: {type: pubsub.in-memory, version: v1, metadata: []}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Subscription
            metadata: {name: s}
            spec: {pubsubname: pubsub, topic: orders, route: /orders}
            scopes: [app]

            """;
        await using var sidecar = await StartAsync("app", Broker);
        using var client = sidecar.Client("app");
        Inject(500, 503, 500);

        (await client.PostAsync("/v1.0/publish/pubsub/orders", TestSidecar.Json("1"), Token)).EnsureSuccessStatusCode();

        await Eventually.TrueAsync(() => _calls == 4);
    }

    [Theory]
    [InlineData("Retried", new[] { 500, 503 }, 200, 3)]
    [InlineData("Retried", new[] { 500, 500, 500, 500 }, 500, 4)]
    [InlineData("Slow", new[] { 0 }, 500, 1)]
    public async Task ActorType_Faults_FollowThePolicyOfTheType(string type, int[] faults, int status, int calls)
    {
        await using var host = await TestApp.StartAsync();
        using var forward = new HttpClient();
        host.OnJson("/dapr/config", $$"""{"entities":["{{type}}"]}""");
        host.On("/actors/*", async (http, _) =>
        {
            try
            {
                http.Response.StatusCode = (int)(await forward.PostAsync(new Uri($"http://127.0.0.1:{_app.Port}/"), null, http.RequestAborted)).StatusCode;
            }
            catch (OperationCanceledException)
            {
                // The caller gave up.
            }
        });
        await using var sidecar = await TestSidecar.StartAsync(Policies + "\n---\n" + Yaml.SqliteStore, [new AppOptions { AppId = "actors", AppPort = host.Port }]);
        using var client = sidecar.Client("actors");
        Inject(faults);

        ((int)(await client.PostAsync($"/v1.0/actors/{type}/1/method/do", TestSidecar.Json("1"), Token)).StatusCode).ShouldBe(status);

        _calls.ShouldBe(calls);
    }

    private void Inject(params int[] faults)
    {
        lock (_gate)
        {
            foreach (var fault in faults)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    private string Binding(string name) => $$"""
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: {{name}}}
        spec: {type: bindings.http, version: v1, metadata: [{name: url, value: "http://127.0.0.1:{{_app.Port}}/"}]}

        """;

    private static Task<HttpResponseMessage> InvokeAsync(HttpClient client, string app) =>
        client.PostAsync($"/v1.0/invoke/{app}/method/do", TestSidecar.Json("1"), Token);

    private Task<TestSidecar> StartAsync(string app, string components) => TestSidecar.StartAsync(
        Policies + "\n" + components,
        [new AppOptions { AppId = app, AppPort = _app.Port }, new AppOptions { AppId = "caller" }]);
}
