using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Bindings;

/// <summary>Input bindings: who is asked, who hears, and what a refusal does.</summary>
public sealed class InputBindingTests : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private readonly Channel<IHeaderDictionary> _heard = Channel.CreateUnbounded<IHeaderDictionary>();
    private TestApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Cron_AppThatAnswersOptions_HearsEachTime()
    {
        _app.On("/tick", Hear(200));
        await _group.AddAsync("shop", _app, Cron("tick"));

        var headers = await _heard.Reader.ReadAsync(Token);
        await _heard.Reader.ReadAsync(Token);

        headers["timeZone"].ToString().ShouldBe("Local");
        headers["readTimeUTC"].ToString().ShouldEndWith("+0000 UTC");
        headers["traceparent"].ToString().ShouldStartWith("00-");
        _app.Calls.ShouldContain("OPTIONS /tick");
    }

    [Fact]
    public async Task Cron_MethodNotAllowedOnOptions_MeansYes()
    {
        _app.On("/tick", async (http, body) =>
        {
            await Hear(200)(http, body);
            if (http.Request.Method == "OPTIONS")
            {
                http.Response.StatusCode = 405;
            }
        });
        await _group.AddAsync("shop", _app, Cron("tick"));

        await _heard.Reader.ReadAsync(Token);
    }

    [Fact]
    public async Task Cron_DirectionInput_IsNotAskedAndUsesTheRoute()
    {
        _app.On("/jobs/tick", Hear(500));
        await _group.AddAsync("shop", _app, Cron("tick", ("direction", "input"), ("route", "/jobs/tick")));

        await _heard.Reader.ReadAsync(Token);
        await _heard.Reader.ReadAsync(Token);

        _app.Calls.ShouldNotContain("OPTIONS /jobs/tick");
        _app.Calls.ShouldContain("POST /jobs/tick");
    }

    [Fact]
    public async Task Cron_AppThatDoesNotKnowThePath_HearsNothing()
    {
        await _group.AddAsync("shop", _app, Cron("tick"), Cron("outward", ("direction", "output")));

        _app.Calls.ShouldContain("OPTIONS /tick");
        _app.Calls.ShouldNotContain("OPTIONS /outward");
        _app.Calls.ShouldNotContain("POST /tick");
    }

    [Fact]
    public async Task Cron_AfterTheSidecarStopped_IsSilent()
    {
        _app.On("/tick", Hear(200));
        await _group.AddAsync("shop", _app, Cron("tick"));
        await _heard.Reader.ReadAsync(Token);

        await _group.RemoveAsync("shop");

        var calls = _app.Calls.Count;
        await Task.Delay(TimeSpan.FromSeconds(1.2), Token);
        _app.Calls.Count.ShouldBe(calls);
    }

    private static ComponentResource Cron(string name, params (string, string)[] fields) =>
        SidecarGroup.Component(name, "bindings.cron", [("schedule", "@every 1s"), .. fields]);

    private Func<HttpContext, string, Task> Hear(int status) => async (http, _) =>
    {
        http.Response.StatusCode = status;
        if (http.Request.Method == "POST")
        {
            await _heard.Writer.WriteAsync(new HeaderDictionary(http.Request.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase)), Token);
        }
    };
}
