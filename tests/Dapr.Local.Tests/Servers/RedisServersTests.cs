using System.Net;
using System.Net.Sockets;
using Personalization.Local.Logs;
using Personalization.Local.Running;
using Personalization.Local.Servers;
using Personalization.Testing;

namespace Personalization.Local.Tests.Servers;

[Trait("req", "R10.3")]
public sealed class RedisServersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadAll_ComponentsOfAFolder_NamesEachServerOnce()
    {
        Component("a.yaml", "state.redis", "127.0.0.1:7001");
        Component("b.yaml", "pubsub.redis", "127.0.0.1:7001");
        Component("c.yaml", "state.redis", "cache.internal");
        _folder.Write("broken.yaml", "a: [");
        _folder.Write("other.yaml", "kind: Component\nspec:\n  type: state.sqlite\n");

        RedisAddress.ReadAll(_folder.Path).ShouldBe([new RedisAddress("127.0.0.1", 7001), new RedisAddress("cache.internal", 6379)]);
    }

    [Fact]
    public void ReadAll_EnvironmentsOfTheRepository_OnlyRedisNeedsAServer()
    {
        RedisAddress.ReadAll(Path.Combine(Repository.Root, "components", "local")).ShouldBeEmpty();
        RedisAddress.ReadAll(Path.Combine(Repository.Root, "components", "redis")).ShouldBe([new RedisAddress("127.0.0.1", 6379)]);
    }

    [Fact]
    public async Task Missing_ServerListens_IsUsedAsItIs()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new RedisAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);

        (await Servers().MissingAsync([address], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Missing_OnAnotherMachine_SaysWhatToDo()
    {
        var failure = await Should.ThrowAsync<LauncherException>(() => Servers().MissingAsync([new RedisAddress("redis.invalid", 6379)], Token));

        failure.Message.ShouldContain("redis.invalid:6379");
        failure.Message.ShouldContain("redisHost");
    }

    [Fact]
    public async Task Missing_NoneListensHere_IsStartedWithEveryWriteOnDisk()
    {
        Requires.Binary("redis-server");

        var server = (await Servers().MissingAsync([new RedisAddress("127.0.0.1", Testing.Ports.Free())], Token)).ShouldHaveSingleItem();

        string.Join(' ', server.Command).ShouldContain("--appendonly yes --appendfsync always");
        string.Join(' ', server.Command).ShouldContain("--maxmemory-policy noeviction");
    }

    private RedisServers Servers() => new(new DataFolder(_folder.Path), LauncherConsole.Standard(verbose: false), TimeProvider.System);

    private void Component(string file, string type, string host) => _folder.Write(file, $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {Path.GetFileNameWithoutExtension(file)}
        spec:
          type: {type}
          metadata:
          - name: redisHost
            value: {host}
        """);
}
