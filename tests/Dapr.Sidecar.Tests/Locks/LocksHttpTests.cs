using System.Net;
using System.Text.Json;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

namespace Personalization.Sidecar.Tests.Locks;

/// <summary>The lock API over HTTP.</summary>
public sealed class LocksHttpTests(RedisServer server) : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private readonly int _database = server.NewDatabase();
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        _client = await _group.AddAsync("shop", null, SidecarGroup.Component("locks", "lock.redis", ("redisHost", server.Host), ("redisDB", $"{_database}"), ("readTimeout", "60s")));
    }

    public ValueTask DisposeAsync() => _group.DisposeAsync();

    [Fact]
    [Trait("req", "R10.2")]
    public async Task LockAndUnlock_AnswerAsDaprd()
    {
        (await PostAsync("lock/locks", """{"resourceId":"cart","lockOwner":"a","expiryInSeconds":60}""")).ShouldBe((200, """{"success":true}"""));
        (await PostAsync("lock/locks", """{"resourceId":"cart","lockOwner":"b","expiryInSeconds":60}""")).ShouldBe((200, """{"success":false}"""));
        (await PostAsync("unlock/locks", """{"resourceId":"cart","lockOwner":"b"}""")).ShouldBe((200, """{"status":2}"""));
        (await PostAsync("unlock/locks", """{"resourceId":"cart","lockOwner":"a"}""")).ShouldBe((200, """{"status":0}"""));
        (await PostAsync("unlock/locks", """{"resourceId":"cart","lockOwner":"a"}""")).ShouldBe((200, """{"status":1}"""));
    }

    [Fact]
    public async Task Lock_KeyInRedis_IsDaprds()
    {
        await PostAsync("lock/locks", """{"resourceId":"cart","lockOwner":"a","expiryInSeconds":60}""");

        using var connection = await ConnectionMultiplexer.ConnectAsync(server.Host);
        ((string?)await connection.GetDatabase(_database).StringGetAsync("lock||shop||cart")).ShouldBe("a");
    }

    [Theory]
    [InlineData("lock/locks", """{"lockOwner":"a","expiryInSeconds":60}""", 400, "ERR_MALFORMED_REQUEST", "ResourceId is empty")]
    [InlineData("lock/locks", """{"resourceId":"r","expiryInSeconds":60}""", 400, "ERR_MALFORMED_REQUEST", "LockOwner is empty")]
    [InlineData("lock/locks", """{"resourceId":"r","lockOwner":"a"}""", 400, "ERR_MALFORMED_REQUEST", "ExpiryInSeconds is not positive")]
    [InlineData("lock/other", """{"resourceId":"r","lockOwner":"a","expiryInSeconds":60}""", 400, "ERR_LOCK_STORE_NOT_FOUND", "other")]
    [InlineData("lock/locks", """{"resourceId":"r||s","lockOwner":"a","expiryInSeconds":60}""", 500, "ERR_TRY_LOCK", "can't contain '||'")]
    [InlineData("unlock/locks", """{"resourceId":"r||s","lockOwner":"a"}""", 500, "ERR_UNLOCK", "can't contain '||'")]
    public async Task Lock_BadRequest_IsRefusedAsByDaprd(string path, string body, int status, string code, string part)
    {
        var (answered, text) = await PostAsync(path, body);

        answered.ShouldBe(status);
        using var error = JsonDocument.Parse(text);
        error.RootElement.GetProperty("errorCode").GetString().ShouldBe(code);
        error.RootElement.GetProperty("message").GetString()!.ShouldContain(part);
    }

    private async Task<(int Status, string Body)> PostAsync(string path, string body)
    {
        var response = await _client.PostAsync($"/v1.0-alpha1/{path}", TestSidecar.Json(body), Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
