using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.State;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Metadata;

public sealed class LifecycleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_AppNotThereYet_OutboundIsReadyAndWholeIsNot()
    {
        int port;
        await using (var reserved = await FakeApp.StartAsync(_ => Task.CompletedTask))
        {
            port = reserved.Port;
        }

        await using var sidecar = await TestSidecar.StartAsync("", [new AppOptions { AppId = "app", AppPort = port }], waitUntilReady: false);
        using var client = sidecar.Client();

        using var outbound = await client.GetAsync(new Uri("/v1.0/healthz/outbound", UriKind.Relative), Token);
        using var early = await client.GetAsync(new Uri("/v1.0/healthz", UriKind.Relative), Token);
        await using var app = await FakeApp.StartAsync(_ => Task.CompletedTask, port: port);
        await sidecar.App("app").Ready.WaitAsync(TimeSpan.FromSeconds(60), Token);
        using var late = await client.GetAsync(new Uri("/v1.0/healthz?appid=app", UriKind.Relative), Token);
        using var other = await client.GetAsync(new Uri("/v1.0/healthz?appid=other", UriKind.Relative), Token);

        outbound.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await StateHttpTests.ShouldRefuseAsync(early, HttpStatusCode.InternalServerError, "ERR_HEALTH_NOT_READY");
        late.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await StateHttpTests.ShouldRefuseAsync(other, HttpStatusCode.InternalServerError, "ERR_HEALTH_APPID_NOT_MATCH");
    }

    [Fact]
    public async Task Metadata_SetThenGet_ListsEverything()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml.SqliteStore);
        using var client = sidecar.Client();

        using var set = await client.PutAsync(new Uri("/v1.0/metadata/cliPID", UriKind.Relative), new StringContent("1 2"), Token);
        var document = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1.0/metadata", UriKind.Relative), Token)).RootElement;

        set.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        document.GetProperty("id").GetString().ShouldBe("app");
        document.GetProperty("extended").GetProperty("daprRuntimeVersion").GetString().ShouldBe(document.GetProperty("runtimeVersion").GetString());
        document.GetProperty("extended").GetProperty("cliPID").GetString().ShouldBe("1 2");
        var component = document.GetProperty("components").EnumerateArray().Single();
        component.GetProperty("name").GetString().ShouldBe("store");
        component.GetProperty("type").GetString().ShouldBe("state.sqlite");
        component.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()).ShouldContain("TRANSACTIONAL");
        document.GetProperty("subscriptions").ValueKind.ShouldBe(JsonValueKind.Array);
        document.GetProperty("actors").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public async Task Token_Configured_IsAskedOfAllButHealth()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore, [new AppOptions { AppId = "app", ApiToken = "secret" }]);
        using var client = sidecar.Client();
        using var trusted = sidecar.Client();
        trusted.DefaultRequestHeaders.Add("dapr-api-token", "secret");

        foreach (var path in new[] { "/v1.0/metadata", "/v1.0/state/store/k", "/v1.0/invoke/app/method/x", "/nowhere" })
        {
            using var refused = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            (await refused.Content.ReadAsStringAsync(Token)).ShouldBe("invalid api token");
        }

        using var health = await client.GetAsync(new Uri("/v1.0/healthz", UriKind.Relative), Token);
        using var allowed = await trusted.GetAsync(new Uri("/v1.0/metadata", UriKind.Relative), Token);
        health.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Shutdown_ByApi_StopsThatAppAlone()
    {
        await using var sidecar = await TestSidecar.StartAsync("", [new AppOptions { AppId = "one" }, new AppOptions { AppId = "two" }]);
        using var one = sidecar.Client("one");
        using var two = sidecar.Client("two");
        var running = sidecar.Host.RunAsync(Token);
        var stopping = sidecar.App("one").StopRequested;

        using var answer = await one.PostAsync(new Uri("/v1.0/shutdown", UriKind.Relative), null, Token);
        await stopping.WaitAsync(TimeSpan.FromSeconds(60), Token);
        using var other = await two.GetAsync(new Uri("/v1.0/healthz", UriKind.Relative), Token);
        using var last = await two.PostAsync(new Uri("/v1.0/shutdown", UriKind.Relative), null, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        other.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await running.WaitAsync(TimeSpan.FromSeconds(60), Token);
        sidecar.Host.Registry.Apps.ShouldBeEmpty();
    }

    [Fact]
    public async Task AppHealth_ProbeFailsThenWorks_ChangesWithIt()
    {
        var healthy = true;
        await using var app = await FakeApp.StartAsync(http =>
        {
            http.Response.StatusCode = http.Request.Path == "/alive" && !healthy ? 503 : 200;
            return Task.CompletedTask;
        });
        var health = new AppHealthOptions { Path = "/alive", Interval = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(1), Threshold = 2 };
        await using var sidecar = await TestSidecar.StartAsync("", [new AppOptions { AppId = "app", AppPort = app.Port, AppHealth = health }]);
        var runtime = sidecar.App("app");
        runtime.IsAppHealthy.ShouldBeTrue();

        healthy = false;
        await Eventually.TrueAsync(() => !runtime.IsAppHealthy);
        healthy = true;
        await Eventually.TrueAsync(() => runtime.IsAppHealthy);
    }

    [Theory]
    [InlineData("GET", "/v1.0/nothing", 404)]
    [InlineData("PATCH", "/v1.0/metadata", 405)]
    [InlineData("POST", "/v1.0-alpha1/crypto/store/encrypt", 501)]
    [InlineData("POST", "/v1.0-alpha2/conversation/model/converse", 501)]
    [InlineData("POST", "/v1.0/workflows/dapr/order/start", 500)]
    public async Task AnyCall_WhatIsNotHere_IsRefused(string method, string path, int status)
    {
        await using var sidecar = await TestSidecar.StartAsync("");
        using var client = sidecar.Client();

        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Metrics_AfterCalls_CountThemByRoute()
    {
        int port;
        await using (var reserved = await FakeApp.StartAsync(_ => Task.CompletedTask))
        {
            port = reserved.Port;
        }

        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore, [new AppOptions { AppId = "app", MetricsPort = port, ApiToken = "secret" }]);
        using var client = sidecar.Client();
        client.DefaultRequestHeaders.Add("dapr-api-token", "secret");
        for (var i = 0; i < 3; i++)
        {
            (await client.GetAsync(new Uri($"/v1.0/state/store/shopper-{i}", UriKind.Relative), Token)).Dispose();
        }

        using var scraper = new HttpClient();
        var text = await scraper.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Token);

        text.ShouldContain("""dapr_http_server_request_count{app_id="app",method="GET",path="/v1.0/state/{store}/{key}",status="204"} 3""");
        text.ShouldNotContain("shopper");
    }

    [Fact]
    public async Task Start_PortTaken_Fails()
    {
        await using var app = await FakeApp.StartAsync(_ => Task.CompletedTask);
        await using var host = new SidecarHost(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        await Should.ThrowAsync<IOException>(() => host.StartAsync([new AppOptions { AppId = "app", HttpPort = app.Port }], Token));

        host.Registry.Apps.ShouldBeEmpty();
    }
}
