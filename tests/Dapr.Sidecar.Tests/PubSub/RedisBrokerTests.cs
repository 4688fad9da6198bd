using System.Collections.Concurrent;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

namespace Personalization.Sidecar.Tests.PubSub;

/// <summary><c>pubsub.redis</c> against a real server.</summary>
public sealed class RedisBrokerTests(RedisServer server) : BrokerConformance
{
    private readonly int _database = server.NewDatabase();

    public override async ValueTask InitializeAsync() => await server.StartAsync();

    [Fact]
    public async Task Deliver_NotSettledInTime_ComesAgain()
    {
        var broker = await OpenAsync("shop", ("processingTimeout", "300ms"), ("redeliverInterval", "100ms"));
        var got = new ConcurrentQueue<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, async (batch, stop) =>
        {
            got.Enqueue(batch[0]);
            if (got.Count == 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(400), stop);
                return;
            }

            batch[0].Complete();
        });

        await PublishAsync(broker, "1");

        await Eventually.TrueAsync(() => got.Count == 2);
        await Eventually.TrueAsync(async () => await PendingAsync() == 0, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Deliver_InWorkLongerThanTheTimeout_IsNotGivenOutAgainMeanwhile()
    {
        var broker = await OpenAsync("shop", ("processingTimeout", "100ms"), ("redeliverInterval", "50ms"));
        var times = 0;
        var done = new TaskCompletionSource();
        await using var subscription = await SubscribeAsync(broker, async (batch, stop) =>
        {
            Interlocked.Increment(ref times);
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            batch[0].Complete();
            done.TrySetResult();
        });

        await PublishAsync(broker, "1");

        await done.Task;
        times.ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_Refused_IsAcknowledgedAsUnderDaprd()
    {
        var broker = await OpenAsync("shop");
        var got = new ConcurrentQueue<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) =>
        {
            got.Enqueue(batch[0]);
            batch[0].Retry();
            return Task.CompletedTask;
        });

        await PublishAsync(broker, "1");

        await Eventually.TrueAsync(() => !got.IsEmpty);
        await Eventually.TrueAsync(async () => await PendingAsync() == 0, TimeSpan.FromSeconds(30));
        got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_SomebodyElseDiedWithMessages_TakesThemOver()
    {
        var broker = await OpenAsync("shop", ("processingTimeout", "200ms"), ("redeliverInterval", "100ms"));
        await PublishAsync(broker, "1", "2");
        using (var dying = await ConnectionMultiplexer.ConnectAsync(server.Host))
        {
            var database = dying.GetDatabase(_database);
            await database.ExecuteAsync("XGROUP", "CREATE", "orders", "shop", "0");
            await database.ExecuteAsync("XREADGROUP", "GROUP", "shop", "shop", "COUNT", 10, "STREAMS", "orders", ">");
        }

        var got = new BlockingCollection<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));

        new[] { Text(Next(got)), Text(Next(got)) }.ShouldBe(["1", "2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Read_GroupDeletedUnderneath_IsMadeAgain()
    {
        var broker = await OpenAsync("shop");
        var got = new BlockingCollection<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));
        using var other = await ConnectionMultiplexer.ConnectAsync(server.Host);
        await other.GetDatabase(_database).ExecuteAsync("DEL", (RedisKey)"orders");

        await Eventually.TrueAsync(
            async () =>
            {
                await PublishAsync(broker, "1");
                return got.Count > 0;
            },
            TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Read_MetadataThatIsNoJson_IsLeftOut_AndTheNextMessageComes()
    {
        var broker = await OpenAsync("shop");
        var got = new BlockingCollection<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));
        using var other = await ConnectionMultiplexer.ConnectAsync(server.Host);

        await other.GetDatabase(_database).ExecuteAsync("XADD", (RedisKey)"orders", "*", "data", "1", "metadata", "no json");
        await PublishAsync(broker, "2");

        var messages = new[] { Next(got), Next(got) };
        messages.Select(Text).ShouldBe(["1", "2"], ignoreOrder: true);
        messages.ShouldAllBe(message => message.Metadata == null);
    }

    [Fact]
    public async Task Publish_MaxLength_CutsTheStream()
    {
        var broker = await OpenAsync("shop", ("maxLenApprox", "100"));

        await PublishAsync(broker, [.. Enumerable.Range(0, 2_000).Select(n => $"{n}")]);

        using var other = await ConnectionMultiplexer.ConnectAsync(server.Host);
        ((long)await other.GetDatabase(_database).ExecuteAsync("XLEN", (RedisKey)"orders")).ShouldBeInRange(100, 400);
    }

    [Fact]
    public async Task Unsubscribe_Broadcast_LeavesNoGroupBehind()
    {
        var broker = await OpenAsync("shop", ("consumerID", "{uuid}"));
        var subscription = await SubscribeAsync(broker, (_, _) => Task.CompletedTask);

        await subscription.DisposeAsync();

        using var other = await ConnectionMultiplexer.ConnectAsync(server.Host);
        ((RedisResult[])(await other.GetDatabase(_database).ExecuteAsync("XINFO", "GROUPS", (RedisKey)"orders"))!).ShouldBeEmpty();
    }

    internal override IPubSubBroker Create(string appId, params (string, string)[] fields) => RedisComponents.Broker(server, _database, appId, Services, fields);

    private async Task<long> PendingAsync()
    {
        using var other = await ConnectionMultiplexer.ConnectAsync(server.Host);
        return (long)((RedisResult[])(await other.GetDatabase(_database).ExecuteAsync("XPENDING", (RedisKey)"orders", "shop"))!)[0];
    }
}
