using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

namespace Personalization.Sidecar.Tests.Grpc;

/// <summary>Configuration and locks over gRPC, on a real Redis.</summary>
public sealed class GrpcRedisTests(RedisServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configuration_Subscribed_TellsItsIdThenEachChangeUntilUnsubscribed()
    {
        await server.StartAsync();
        var database = server.NewDatabase();
        using var @operator = await ConnectionMultiplexer.ConnectAsync(server.Host);
        var redis = @operator.GetDatabase(database);
        await redis.StringSetAsync("a", "1||v1");
        await using var sidecar = await TestSidecar.StartAsync(Component("configuration.redis", database));
        using var channel = sidecar.Channel();

        var got = await channel.CallAsync(DaprMethods.GetConfiguration, new GetConfigurationRequest { StoreName = "redis", Keys = { "a", "absent" } }, cancellationToken: Stop);
        got.Items.ShouldHaveSingleItem().Value.ShouldBe(new ConfigurationItem { Value = "1", Version = "v1" });

        await using var stream = channel
            .StreamAsync(DaprMethods.SubscribeConfiguration, new SubscribeConfigurationRequest { StoreName = "redis", Keys = { "a" } }, cancellationToken: Stop)
            .GetAsyncEnumerator(Stop);
        (await NextAsync()).ShouldBeTrue();
        var id = stream.Current.Id;
        stream.Current.Items.ShouldBeEmpty();
        await redis.StringSetAsync("a", "2||v2");
        (await NextAsync()).ShouldBeTrue();
        (stream.Current.Id, stream.Current.Items["a"].Value).ShouldBe((id, "2"));

        var unsubscribe = new UnsubscribeConfigurationRequest { StoreName = "redis", Id = id };
        (await channel.CallAsync(DaprMethods.UnsubscribeConfiguration, unsubscribe, cancellationToken: Stop)).Ok.ShouldBeTrue();
        (await NextAsync()).ShouldBeFalse();
        (await channel.CallAsync(DaprMethods.UnsubscribeConfiguration, unsubscribe, cancellationToken: Stop)).Ok.ShouldBeFalse();

        Task<bool> NextAsync() => stream.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Fact]
    public async Task Lock_HeldByOne_IsRefusedToOthersUntilUnlocked()
    {
        await server.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync(Component("lock.redis", server.NewDatabase()));
        using var channel = sidecar.Channel();
        async Task<bool> TryAsync(string owner) => (await channel.CallAsync(
            DaprMethods.TryLockAlpha1, new TryLockRequest { StoreName = "redis", ResourceId = "r", LockOwner = owner, ExpiryInSeconds = 60 }, cancellationToken: Stop)).Success;
        async Task<UnlockResponse.Types.Status> UnlockAsync(string owner) => (await channel.CallAsync(
            DaprMethods.UnlockAlpha1, new UnlockRequest { StoreName = "redis", ResourceId = "r", LockOwner = owner }, cancellationToken: Stop)).Status;

        (await TryAsync("ann")).ShouldBeTrue();
        (await TryAsync("bob")).ShouldBeFalse();
        (await UnlockAsync("bob")).ShouldBe(UnlockResponse.Types.Status.LockBelongsToOthers);
        (await UnlockAsync("ann")).ShouldBe(UnlockResponse.Types.Status.Success);
        (await TryAsync("bob")).ShouldBeTrue();
        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(DaprMethods.TryLockAlpha1, new TryLockRequest { StoreName = "redis" }, cancellationToken: Stop));
        error.Code.ShouldBe(GrpcStatusCode.InvalidArgument);
    }

    private string Component(string type, int database) => $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: redis}
        spec:
          type: {{type}}
          version: v1
          metadata:
            - {name: redisHost, value: "{{server.Host}}"}
            - {name: redisDB, value: "{{database}}"}
            - {name: readTimeout, value: 60s}
        """;
}
