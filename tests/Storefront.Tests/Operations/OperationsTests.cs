using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Personalization.Storefront.Api.Http;
using Storefront.Tests.Support;

namespace Storefront.Tests.Operations;

public sealed class OperationsTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private TestStorefront Host => fixture.Host;

    [Fact]
    public async Task Ready_LatchesOncePersonalSearchWorks()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Away = true);
        (await host.GetAsync("/readyz")).Status.ShouldBe(503);
        (await host.GetAsync("/healthz")).Status.ShouldBe(200);

        host.Shoppers.Away = false;
        await TestStorefront.UntilAsync(async () => (await host.GetAsync("/readyz")).Status == 200);

        (host.Shoppers.Away, host.Discovery.Away) = (true, true);
        (await host.GetAsync("/readyz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task System_TellsServicesComponentsVersionsAndDegradedParts()
    {
        var answer = await Host.GetAsync("/api/system");

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("app_id").GetString())
            .ShouldBe(["storefront", "profiles", "discovery", "decisions", "analytics"]);
        answer.Json.GetProperty("components")[0].GetProperty("name").GetString().ShouldBe("pubsub-broadcast");
        answer.Json.GetProperty("versions").GetProperty("sidecar").GetString().ShouldBe("1.18.5");
        answer.Json.GetProperty("indexes").GetProperty("main").GetProperty("products").GetInt32().ShouldBe(5);
        answer.Json.GetProperty("degraded").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task System_PartsAway_AreNamed()
    {
        await using var host = await TestStorefront.StartAsync();
        host.Others.Away = true;

        (await host.GetAsync("/api/system")).Json.GetProperty("degraded").EnumerateArray().Select(part => part.GetString())
            .ShouldBe(["analytics", "decisions", "discovery", "profiles", "sidecar"]);
    }

    [Theory]
    [InlineData("/dapr/subscribe")]
    [InlineData("/dapr/config")]
    [InlineData("/events/catalogue-changed")]
    [InlineData("/internal/search")]
    [InlineData("/metrics")]
    [InlineData("/nothing.js")]
    public async Task PublicListener_InternalRoute_IsNotThere(string path)
    {
        (await Host.GetAsync(path)).Status.ShouldBe(404);
        (await Host.PostAsync(path, "{}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/tracker.js")]
    [InlineData("/hubs/live")]
    public async Task AppChannel_WhatIsForBrowsers_IsNotThere(string path)
    {
        using var channel = new HttpClient { BaseAddress = new Uri(Host.AppUrl) };

        ((int)(await channel.GetAsync(path)).StatusCode).ShouldBe(404);
        ((int)(await channel.GetAsync("/healthz")).StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Metrics_OwnListener_TellsRequestsInPrometheusText()
    {
        await Host.GetAsync("/api/system");
        using var metrics = new HttpClient { BaseAddress = new Uri(Host.MetricsUrl) };

        var text = await metrics.GetStringAsync("/metrics");

        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.ShouldContain("http_server_request_duration_seconds_bucket{");
        ((int)(await metrics.GetAsync("/api/system")).StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task WrongMethod_Is405WithTheRightOne()
    {
        var answer = await Host.GetAsync("/api/interactions/track");

        answer.Status.ShouldBe(405);
        answer.Faults.ShouldBe(["method"]);
        answer.Headers["Allow"].ShouldBe("POST");
    }

    [Fact]
    public async Task UnknownPath_Is404WithAProblem() => (await Host.GetAsync("/api/nothing")).Faults.ShouldBe(["path"]);

    [Fact]
    public async Task Cors_ListedOrigin_IsAllowedAndOthersAreNot()
    {
        var listed = await PreflightAsync("https://shop.example");
        var other = await PreflightAsync("https://evil.example");

        listed["Access-Control-Allow-Origin"].ShouldBe("https://shop.example");
        other.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    [InlineData("shop.example")]
    public void Start_OpenDoorBeyondLoopback_IsRefused(string host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Public:Host"] = host });

        Should.Throw<InvalidOperationException>(builder.AddPublicListener).Message.ShouldContain(host);
    }

    [Fact]
    public async Task Analytics_Query_IsHandedOnCanonically()
    {
        var answer = await Host.GetAsync("/api/analytics/events?from=2026-01-01T00:00:00%2B01:00&to=1767312000000&type=product_view&user_id=a%2Fb&more=1");

        answer.Json.GetProperty("count").GetInt32().ShouldBe(3);
        Host.Others.LastQuery.ShouldBe(new Dictionary<string, string>
        {
            ["store_id"] = "main",
            ["from"] = "2025-12-31T23:00:00.0000000+00:00",
            ["to"] = "2026-01-02T00:00:00.0000000+00:00",
            ["type"] = "view_details",
            ["user_id"] = "a/b",
        });
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("user_id=", "user_id")]
    public async Task Analytics_Wrong_IsRefused(string query, string field) =>
        (await Host.GetAsync($"/api/analytics/events?{query}")).Faults.ShouldBe([field]);

    private async Task<IReadOnlyDictionary<string, string>> PreflightAsync(string origin) =>
        (await Host.SendAsync(HttpMethod.Options, "/api/interactions/track", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"))).Headers;
}
