using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Personalization.Hosting.Defaults;
using Personalization.Hosting.Doors;

namespace Personalization.Hosting.Tests.Doors;

/// <summary>R7.7: what is open stays on this machine, listener by listener.</summary>
public sealed class DoorRulesTests
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("0.0.0.0");

    [Theory]
    [InlineData("APP_HOST", "0.0.0.0", "127.0.0.1")]
    [InlineData("METRICS_HOST", "127.0.0.1", "::")]
    [InlineData("METRICS_HOST", "127.0.0.1", "192.0.2.7")]
    public void Start_OpenAndOneListenerBeyondLoopback_IsRefusedByName(string setting, string app, string metrics)
    {
        var problem = Should.Throw<InvalidOperationException>(() => Build("open", Environment(IPAddress.Parse(app), IPAddress.Parse(metrics), "0123456789abcdef")));

        problem.Message.ShouldContain(setting);
        problem.Message.ShouldContain("Auth:Mode");
    }

    [Fact]
    public void Start_BearerAndAppChannelBeyondLoopbackWithoutToken_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Build("bearer", Environment(Elsewhere, Elsewhere, null))).Message.ShouldContain("APP_API_TOKEN");

    [Fact]
    public void Start_GuessableAppToken_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Build("open", Environment(IPAddress.Loopback, IPAddress.Loopback, "short"))).Message.ShouldContain("APP_API_TOKEN");

    [Fact]
    public void Start_UnknownMode_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Build("opne", Environment(IPAddress.Loopback, IPAddress.Loopback, null))).Message.ShouldContain("opne");

    [Fact]
    public async Task Start_ListenersByConfiguration_AreNotOpened()
    {
        await using var app = Build("open", Environment(IPAddress.Loopback, IPAddress.Loopback, null), ("Kestrel:Endpoints:Extra:Url", "http://0.0.0.0:0"), ("urls", "http://0.0.0.0:0"));
        app.MapServiceDefaults();
        await app.StartAsync(TestContext.Current.CancellationToken);

        app.Urls.Count.ShouldBe(1);
        app.Urls.ShouldAllBe(url => url.StartsWith("http://127.0.0.1:"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("http://[::]:80")]
    [InlineData("http://*:80")]
    [InlineData("http://+:80")]
    [InlineData("http://192.0.2.1:80")]
    [InlineData("https://shop.example:443")]
    public void Guard_OpenAndBeyondLoopback_EndsTheStart(string address) =>
        Should.Throw<InvalidOperationException>(() => DoorGuard.Refuse(["http://127.0.0.1:1", address])).Message.ShouldContain(address);

    [Fact]
    public void Guard_Loopback_IsLetBe() => DoorGuard.Refuse(["http://127.0.0.1:1", "http://[::1]:2", "http://localhost:3"]);

    [Theory]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("0123456789abcdeF", 401)]
    [InlineData("0123456789abcdef", 404)]
    public async Task AppChannel_WithAToken_IsForTheOwnSidecarAlone(string? token, int status)
    {
        await using var app = Build("open", Environment(IPAddress.Loopback, IPAddress.Loopback, "0123456789abcdef"));
        app.MapServiceDefaults();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("dapr-api-token", token);
        }

        ((int)(await client.PostAsync("/internal/search", null, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(status);
        ((int)(await client.GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode).ShouldBe(200);
    }

    [Theory]
    [InlineData("Host", "evil.example", 421)]
    [InlineData("Host", "127.0.0.1.evil.example", 421)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "none", 404)]
    public async Task AppChannel_OpenAndCalledByAStrangersPage_IsRefused(string header, string value, int status)
    {
        await using var app = Build("open", Environment(IPAddress.Loopback, IPAddress.Loopback, null));
        app.MapServiceDefaults();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        ((int)(await client.PostAsync("/internal/imports/main/1/complete", null, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(status);
    }

    private static ServiceEnvironment Environment(IPAddress app, IPAddress metrics, string? token) => new()
    {
        AppId = "test",
        AppHost = app,
        AppPort = 0,
        AppToken = token,
        MetricsHost = metrics,
        DataDirectory = Path.GetTempPath(),
    };

    private static WebApplication Build(string mode, ServiceEnvironment environment, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Append(("Auth:Mode", mode)).ToDictionary(pair => pair.Item1, pair => (string?)pair.Item2));
        builder.AddServiceDefaults(environment);
        return builder.Build();
    }
}
