using Personalization.Sidecar.Configuration;
using Personalization.Sidecar.Configuration.Redis;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

namespace Personalization.Sidecar.Tests.Configuration;

/// <summary><c>configuration.redis</c> against a real server.</summary>
public sealed class RedisConfigurationStoreTests(RedisServer server) : ConfigurationStoreConformance, IAsyncDisposable
{
    private readonly int _database = server.NewDatabase();
    private ConnectionMultiplexer? _operator;

    private IDatabase Database => _operator!.GetDatabase(_database);

    protected override async ValueTask PrepareAsync()
    {
        await server.StartAsync();
        _operator = await ConnectionMultiplexer.ConnectAsync(server.Host);
    }

    internal override IConfigurationStore Create(SidecarServices services) =>
        (IConfigurationStore)RedisComponents.Create(new RedisConfigurationStoreFactory(), server, _database, "app", services, ("readTimeout", "60s"));

    protected override Task SetAsync(string key, string value, string version) =>
        Database.StringSetAsync(key, version.Length == 0 ? value : $"{value}||{version}");

    protected override Task RemoveAsync(string key) => Database.KeyDeleteAsync(key);

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        _operator?.Dispose();
    }

    [Fact]
    public async Task Get_KeyOfAnotherType_IsLeftOut()
    {
        await Database.HashSetAsync("hash", "field", "1");
        await SetAsync("a", "1", "1");

        (await Store.GetAsync([], new Dictionary<string, string>(), Token)).Keys.ShouldBe(["a"]);
    }
}
