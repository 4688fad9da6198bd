using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.PubSub;

/// <summary>What every pub/sub component that keeps messages does. Each implementation inherits it.</summary>
public abstract class BrokerConformance : IAsyncLifetime
{
    private readonly List<IPubSubBroker> _brokers = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    internal SidecarServices Services { get; } = new(TimeProvider.System, NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources());

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var broker in _brokers)
        {
            await broker.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Publish_AnyBytesAndMetadata_ArriveAsGiven()
    {
        var broker = await OpenAsync("shop");
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var got = new BlockingCollection<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));

        await broker.PublishAsync([new OutgoingMessage("orders", bytes, new Dictionary<string, string> { ["ä"] = "1;2" })], Token);

        var message = Next(got);
        message.Data.ToArray().ShouldBe(bytes);
        message.Metadata.ShouldNotBeNull()["ä"].ShouldBe("1;2");
    }

    [Fact]
    public async Task Subscribe_AfterPublish_GetsWhatWasKept()
    {
        var broker = await OpenAsync("shop");
        await PublishAsync(broker, "1", "2", "3");
        var got = new BlockingCollection<BrokerDelivery>();

        await using var subscription = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));

        new[] { Text(Next(got)), Text(Next(got)), Text(Next(got)) }.ShouldBe(["1", "2", "3"], ignoreOrder: true);
    }

    [Fact]
    public async Task Subscribe_TwoGroups_EachHearsEverything_AndMembersShare()
    {
        var (shop, shopToo, billing) = (await OpenAsync("shop"), await OpenAsync("shop"), await OpenAsync("billing"));
        var (gotShop, gotBilling) = (new BlockingCollection<BrokerDelivery>(), new BlockingCollection<BrokerDelivery>());
        await using var first = await SubscribeAsync(shop, (batch, _) => KeepAsync(gotShop, batch));
        await using var second = await SubscribeAsync(shopToo, (batch, _) => KeepAsync(gotShop, batch));
        await using var third = await SubscribeAsync(billing, (batch, _) => KeepAsync(gotBilling, batch));

        await PublishAsync(shop, [.. Enumerable.Range(0, 50).Select(n => $"{n}")]);

        await Eventually.TrueAsync(() => gotShop.Count >= 50 && gotBilling.Count >= 50);
        await Task.Delay(TimeSpan.FromMilliseconds(200), Token);
        gotShop.Select(Text).ShouldBeUnique();
        gotBilling.Select(Text).ShouldBeUnique();
    }

    [Fact]
    public async Task Subscribe_ConcurrencyOne_KeepsTheOrder()
    {
        var broker = await OpenAsync("shop", ("concurrency", "1"));
        var got = new BlockingCollection<BrokerDelivery>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));

        for (var n = 0; n < 50; n++)
        {
            await PublishAsync(broker, $"{n}");
        }

        Enumerable.Range(0, 50).Select(_ => Text(Next(got))).ShouldBe(Enumerable.Range(0, 50).Select(n => $"{n}"));
    }

    [Fact]
    public async Task Subscribe_Batches_GiveNoMoreThanAskedFor_AndNothingTwice()
    {
        var broker = await OpenAsync("shop");
        await PublishAsync(broker, [.. Enumerable.Range(0, 25).Select(n => $"{n}")]);
        var batches = new ConcurrentQueue<string[]>();

        await using var subscription = await SubscribeAsync(
            broker,
            (batch, _) =>
            {
                batches.Enqueue([.. batch.Select(Text)]);
                batch.ToList().ForEach(delivery => delivery.Complete());
                return Task.CompletedTask;
            },
            maxBatch: 10);

        await Eventually.TrueAsync(() => batches.Sum(batch => batch.Length) >= 25);
        batches.ShouldAllBe(batch => batch.Length <= 10);
        batches.SelectMany(batch => batch).ShouldBe(Enumerable.Range(0, 25).Select(n => $"{n}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Unsubscribe_MessagesInWork_ComeAgainToTheNextSubscription()
    {
        var broker = await OpenAsync("shop");
        await PublishAsync(broker, [.. Enumerable.Range(0, 30).Select(n => $"{n}")]);
        var begun = new TaskCompletionSource();
        var subscription = await SubscribeAsync(broker, async (_, stop) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        await begun.Task;
        await subscription.DisposeAsync();
        var got = new BlockingCollection<BrokerDelivery>();

        await using var next = await SubscribeAsync(broker, (batch, _) => KeepAsync(got, batch));

        await Eventually.TrueAsync(() => got.Select(Text).Distinct().Count() == 30);
    }

    [Fact]
    public async Task Publish_ByManyAtOnce_LosesNothing()
    {
        var broker = await OpenAsync("shop");
        var got = new ConcurrentDictionary<string, int>();
        await using var subscription = await SubscribeAsync(broker, (batch, _) =>
        {
            foreach (var delivery in batch)
            {
                got.AddOrUpdate(Text(delivery), 1, (_, times) => times + 1);
                delivery.Complete();
            }

            return Task.CompletedTask;
        });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            for (var n = 0; n < 25; n++)
            {
                await PublishAsync(broker, $"{writer}-{n}");
            }
        }));

        await Eventually.TrueAsync(() => got.Count == 400);
        got.Values.ShouldAllBe(times => times == 1);
    }

    /// <summary>A component for an app, over the same messages as every other of the test.</summary>
    internal abstract IPubSubBroker Create(string appId, params (string, string)[] fields);

    internal async Task<IPubSubBroker> OpenAsync(string appId, params (string, string)[] fields)
    {
        var broker = Create(appId, fields);
        _brokers.Add(broker);
        await broker.InitAsync(Token);
        return broker;
    }

    internal static Task<IAsyncDisposable> SubscribeAsync(
        IPubSubBroker broker,
        Func<IReadOnlyList<BrokerDelivery>, CancellationToken, Task> handle,
        int maxBatch = 1) => broker.SubscribeAsync(new BrokerSubscription("orders", handle, maxBatch, TimeSpan.FromMilliseconds(50)), Token);

    internal static Task PublishAsync(IPubSubBroker broker, params string[] messages) =>
        broker.PublishAsync([.. messages.Select(text => new OutgoingMessage("orders", Encoding.UTF8.GetBytes(text), null))], Token);

    internal static Task KeepAsync(BlockingCollection<BrokerDelivery> got, IReadOnlyList<BrokerDelivery> batch)
    {
        foreach (var delivery in batch)
        {
            got.Add(delivery);
            delivery.Complete();
        }

        return Task.CompletedTask;
    }

    internal static BrokerDelivery Next(BlockingCollection<BrokerDelivery> got) =>
        got.TryTake(out var delivery, TimeSpan.FromSeconds(30)) ? delivery : throw new TimeoutException("no message came");

    internal static string Text(BrokerDelivery delivery) => Encoding.UTF8.GetString(delivery.Data.Span);
}
