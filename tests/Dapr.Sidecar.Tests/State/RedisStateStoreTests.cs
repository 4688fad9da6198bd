using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.State;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

namespace Personalization.Sidecar.Tests.State;

/// <summary><c>state.redis</c> against a real server. Where daprd's component differs from the other stores, what it does is asserted instead.</summary>
public sealed class RedisStateStoreTests(RedisServer server) : StateStoreConformance
{
    private readonly int _database = server.NewDatabase();

    protected override string StaleETag => "4711";

    protected override async ValueTask PrepareAsync() => await server.StartAsync();

    internal override IStateStore Create(SidecarServices services) => RedisComponents.StateStore(server, _database, services);

    protected override Task PassAsync(TimeSpan time) => server.CutLifetimesAsync(_database, time);

    [Fact]
    public override async Task Upsert_ETagOnAbsentKey_IsMismatch()
    {
        await PutAsync("absent", "1", StaleETag);

        (await TextAsync("absent")).ShouldBe("1", "daprd's script takes an etag on an absent key for good");
    }

    [Fact]
    public override async Task Upsert_FirstWrite_WritesOnlyOnce()
    {
        await PutAsync("k", "1", firstWrite: true);

        await Should.ThrowAsync<InvalidOperationException>(() => PutAsync("k", "2", firstWrite: true));
        await Should.ThrowAsync<InvalidOperationException>(() => PutAsync("k", "3"));

        (await TextAsync("k")).ShouldBe("1");
    }

    [Fact]
    public override async Task Ttl_Passed_HidesEntryAndAllowsFirstWrite()
    {
        await Store.ApplyAsync([StateOperation.Upsert("k", "1"u8.ToArray(), ttlSeconds: 60)], Token);
        (await Store.GetAsync("k", Token))!.Expires!.Value.ShouldBe(Time.GetUtcNow().AddSeconds(60), TimeSpan.FromSeconds(5));

        await PassAsync(TimeSpan.FromSeconds(62));

        (await Store.GetAsync("k", Token)).ShouldBeNull();
        await PutAsync("k", "3", firstWrite: true);
        (await TextAsync("k")).ShouldBe("3");
    }

    [Fact]
    public override async Task Ttl_WriteThatNamesNone_KeepsForEver()
    {
        await Store.ApplyAsync([StateOperation.Upsert("k", "1"u8.ToArray(), ttlSeconds: 60)], Token);

        await PutAsync("k", "2");

        await PassAsync(TimeSpan.FromDays(1));
        (await Store.GetAsync("k", Token)).ShouldBeNull("daprd's component leaves the lifetime of the key as it is");
    }

    [Fact]
    public override async Task Apply_OneOfManyFails_NoneIsWritten()
    {
        await PutAsync("a", "old");
        await PutAsync("c", "old");

        await Should.ThrowAsync<ETagMismatchException>(() => Store.ApplyAsync(
            [StateOperation.Upsert("a", "new"u8.ToArray()), StateOperation.Upsert("c", "new"u8.ToArray(), StaleETag)],
            Token));

        (await TextAsync("a")).ShouldBe("new", "a Redis transaction does not roll back");
        (await TextAsync("c")).ShouldBe("old");
    }

    [Fact]
    public async Task Upsert_ETagThatIsNoNumber_IsInvalid() =>
        await Should.ThrowAsync<ETagInvalidException>(() => PutAsync("k", "1", Guid.Empty.ToString()));

    [Fact]
    public async Task Upsert_Stored_IsDaprdsHash()
    {
        await PutAsync("k", "1");
        await PutAsync("k", "2");

        using var connection = await ConnectionMultiplexer.ConnectAsync(server.Host);
        var fields = await connection.GetDatabase(_database).HashGetAllAsync("k");
        fields.ToDictionary(field => (string)field.Name!, field => (string)field.Value!)
            .ShouldBe(new Dictionary<string, string> { ["data"] = "2", ["version"] = "2" }, ignoreOrder: true);
        Encoding.UTF8.GetString((await Store.GetAsync("k", Token))!.Value.Span).ShouldBe("2");
    }

    [Fact]
    public async Task Apply_Acknowledged_SurvivesTheServersDeathAndTheConnectionComesBack()
    {
        await using var own = new RedisServer();
        await own.StartAsync();
        var services = new SidecarServices(Time, NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources());
        await using var store = RedisComponents.StateStore(own, 0, services);
        await store.InitAsync(Token);
        await store.ApplyAsync([StateOperation.Upsert("k", "kept"u8.ToArray())], Token);

        await own.KillAndRestartAsync();

        await Eventually.TrueAsync(async () => await ReadAsync(store) == "kept", TimeSpan.FromSeconds(60));
    }

    private static async Task<string?> ReadAsync(IStateStore store)
    {
        try
        {
            return await store.GetAsync("k", Token) is { } entry ? Encoding.UTF8.GetString(entry.Value.Span) : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
