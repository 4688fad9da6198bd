using System.Text.Json;
using System.Threading.Channels;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

namespace Personalization.Sidecar.Tests.Configuration;

/// <summary>The configuration API over HTTP, its changes told by calls of the app.</summary>
public sealed class ConfigurationHttpTests(RedisServer server) : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private readonly Channel<(string Path, string Body)> _told = Channel.CreateUnbounded<(string Path, string Body)>();
    private readonly int _database = server.NewDatabase();
    private ConnectionMultiplexer _operator = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        _operator = await ConnectionMultiplexer.ConnectAsync(server.Host);
        _app = await TestApp.StartAsync();
        _app.On("/configuration/*", (http, body) => _told.Writer.WriteAsync((http.Request.Path, body), Token).AsTask());
        _client = await _group.AddAsync("shop", _app, SidecarGroup.Component("settings", "configuration.redis", ("redisHost", server.Host), ("redisDB", $"{_database}"), ("readTimeout", "60s")));
    }

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        await _app.DisposeAsync();
        _operator.Dispose();
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Get_KeysAndNone_AnswerAsDaprd()
    {
        await SetAsync("a", "1||v2");
        await SetAsync("b", "2");

        (await _client.GetStringAsync("/v1.0/configuration/settings?key=a&key=absent", Token)).ShouldBe("""{"a":{"value":"1","version":"v2"}}""");
        using var all = JsonDocument.Parse(await _client.GetStringAsync("/v1.0/configuration/settings", Token));
        all.RootElement.EnumerateObject().Select(p => p.Name).Order().ShouldBe(["a", "b"]);
        ((int)(await _client.GetAsync("/v1.0/configuration/settings?key=absent", Token)).StatusCode).ShouldBe(204);
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Subscribe_ThenUnsubscribe_TellsTheAppUntilThen()
    {
        using var subscribed = JsonDocument.Parse(await _client.GetStringAsync("/v1.0/configuration/settings/subscribe?key=a", Token));
        var id = subscribed.RootElement.GetProperty("id").GetString();

        await SetAsync("a", "1||v1");
        (await _told.Reader.ReadAsync(Token)).ShouldBe(("/configuration/settings/a", $$$$"""{"id":"{{{{id}}}}","items":{"a":{"value":"1","version":"v1"}}}"""));

        (await _client.GetStringAsync($"/v1.0/configuration/settings/{id}/unsubscribe", Token)).ShouldBe("""{"ok":true}""");
        var again = await _client.GetAsync($"/v1.0/configuration/settings/{id}/unsubscribe", Token);
        ((int)again.StatusCode).ShouldBe(500);
        (await again.Content.ReadAsStringAsync(Token)).ShouldContain("does not exist");
    }

    [Theory]
    [InlineData("/v1.0/configuration/other?key=a", 400, "ERR_CONFIGURATION_STORE_NOT_FOUND")]
    [InlineData("/v1.0/configuration/other/subscribe?key=a", 400, "ERR_CONFIGURATION_STORE_NOT_FOUND")]
    public async Task Get_UnknownStore_IsRefused(string path, int status, string code)
    {
        var response = await _client.GetAsync(path, Token);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain(code);
    }

    private Task SetAsync(string key, string value) => _operator.GetDatabase(_database).StringSetAsync(key, value);
}
