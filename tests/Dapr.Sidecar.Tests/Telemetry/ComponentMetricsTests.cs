using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Telemetry;

/// <summary>What the metrics port tells of components, under daprd's names.</summary>
[Trait("req", "R8.5")]
public sealed class ComponentMetricsTests
{
    private const string Components = """
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.in-memory, version: v1, metadata: []}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: env}
        spec: {type: secretstores.local.env, version: v1, metadata: []}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: files}
        spec: {type: bindings.localstorage, version: v1, metadata: [{name: rootPath, value: "{folder}/files"}]}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: tick}
        spec: {type: bindings.cron, version: v1, metadata: [{name: schedule, value: "@every 1s"}, {name: direction, value: input}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_AfterCalls_CountThemByComponentAndOutcome()
    {
        await using var app = await TestApp.StartAsync();
        app.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""");
        app.OnJson("/orders", """{"status":"DROP"}""").OnJson("/tick", "{}");
        var port = Ports.Free();
        await using var sidecar = await TestSidecar.StartAsync(
            Yaml.InMemoryStore + "\n" + Components,
            [new AppOptions { AppId = "app", AppPort = app.Port, MetricsPort = port, Namespace = "shop" }]);
        using var client = sidecar.Client();

        await client.PostAsync("/v1.0/state/store", TestSidecar.Json("""[{"key":"k","value":1}]"""), Token);
        await client.PostAsync("/v1.0/state/store", TestSidecar.Json("""[{"key":"k","value":1,"etag":"wrong"}]"""), Token);
        await client.GetAsync("/v1.0/state/store/k", Token);
        await client.DeleteAsync("/v1.0/state/store/k", Token);
        await client.PostAsync("/v1.0/publish/pubsub/orders", TestSidecar.Json("1"), Token);
        await client.GetAsync("/v1.0/secrets/env/SOMETHING", Token);
        await client.PostAsync("/v1.0/bindings/files", TestSidecar.Json("""{"operation":"get","metadata":{"fileName":"absent"}}"""), Token);

        using var metrics = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var text = "";
        await Eventually.TrueAsync(
            async () => (text = await metrics.GetStringAsync("/", Token)).Contains("pubsub_ingress_count", StringComparison.Ordinal)
                && text.Contains("input_binding_count", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60));
        text.ShouldContain("""dapr_runtime_component_loaded{app_id="app"} 5""" + "\n");
        text.ShouldContain("""dapr_runtime_component_init_total{app_id="app",component="pubsub.in-memory"} 1""" + "\n");
        text.ShouldContain("""dapr_component_state_count{app_id="app",component="store",namespace="shop",operation="set",success="true"} 1""" + "\n");
        text.ShouldContain("""dapr_component_state_count{app_id="app",component="store",namespace="shop",operation="set",success="false"} 1""" + "\n");
        text.ShouldContain("""dapr_component_state_count{app_id="app",component="store",namespace="shop",operation="get",success="true"} 1""" + "\n");
        text.ShouldContain("""dapr_component_state_latencies_count{app_id="app",component="store",namespace="shop",operation="delete",success="true"} 1""" + "\n");
        text.ShouldContain("""dapr_component_pubsub_egress_count{app_id="app",component="pubsub",namespace="shop",topic="orders",success="true"} 1""" + "\n");
        text.ShouldContain("""dapr_component_pubsub_ingress_count{app_id="app",component="pubsub",namespace="shop",topic="orders",process_status="drop"} 1""" + "\n");
        text.ShouldContain("""dapr_component_secret_count{app_id="app",component="env",namespace="shop",operation="get",success="true"} 1""" + "\n");
        text.ShouldContain("""dapr_component_output_binding_count{app_id="app",component="files",namespace="shop",operation="get",success="false"} 1""" + "\n");
        text.ShouldContain("""dapr_component_input_binding_count{app_id="app",component="tick",namespace="shop",operation="read",success="true"} """);
    }
}
