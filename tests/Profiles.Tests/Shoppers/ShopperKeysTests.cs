using System.Text.Json;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Startup;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>What an activation reads and a turn writes.</summary>
public sealed class ShopperKeysTests : IDisposable
{
    private static readonly JsonSerializerOptions Json = ProfilesStateJson.SdkOptions();
    private static readonly ProductFacts Oat = Some.Product("oat", ["dairy_alternatives"], ["vegan"], "Oatly", 2.5m);

    private readonly World _world = new();

    private FakeStateStore Store => _world.Store(ProfilesHost.Id("ann"));

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Track_OfAShopperOfTwentyPurchases_ReadsOneKeyAndWritesOne()
    {
        await using (var before = new ProfilesHost(_world))
        {
            for (var i = 0; i < 20; i++)
            {
                await before.TrackAsync("ann", Purchase(i));
            }
        }

        Store.Keys.Keys.ShouldBe([StateKeys.Shopper]);
        var (loads, saves) = (Store.Loads, Store.Saves);

        await using var host = new ProfilesHost(_world);
        var reply = await host.TrackAsync("ann", Some.Event(InteractionTypes.ViewDetails, Oat, id: "view"));

        reply.Results[0].Durable.ShouldBeTrue();
        (Store.Loads - loads, Store.Saves - saves).ShouldBe((1, 1));
        Store.Keys.Keys.ShouldBe([StateKeys.Shopper]);
        (await host.ReadAsync("ann", reply.Version)).Events.ShouldBe(21);
    }

    /// <summary>Stored by the release before keys lay together.</summary>
    [Fact]
    public async Task Track_OfAShopperStoredKeyByKey_KnowsAllAndStoresItTogether()
    {
        var state = Some.Learn([.. Enumerable.Range(0, 20).Select(Purchase)]) with { Version = 20 };
        foreach (var (key, value) in StateCodec.Snapshot(state))
        {
            Store.Keys[key] = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        }

        var left = EventFinisher.Finish(Purchase(19), PreferenceEngine.Learn(Some.Learn([]), Purchase(19), Some.Rules), new(Abstractions.Identity.StoreId.Main, Abstractions.Identity.ShopperKind.Known, "ann"), "v");
        Store.Keys[StateKeys.Outbox] = JsonSerializer.SerializeToUtf8Bytes(new OutboxState { Entries = [.. left] }, Json);
        await using var host = new ProfilesHost(_world);

        var repeat = await host.TrackAsync("ann", Purchase(7));
        var reply = await host.TrackAsync("ann", Some.Event(InteractionTypes.ViewDetails, Oat, id: "view"));

        repeat.Results[0].Duplicate.ShouldBeTrue();
        reply.Results[0].Durable.ShouldBeTrue();
        await World.UntilAsync(() => _world.Broker.Taken.Select(e => e.EventId).Order().SequenceEqual(["b19", "view"]), "what the former process left, and the new one");
        Store.Keys.Keys.ShouldBe([StateKeys.Shopper]);
        await using var next = new ProfilesHost(_world);
        var context = await next.ReadAsync("ann", reply.Version);
        (context.Events, context.Degraded).ShouldBe((21, false));
    }

    [Fact]
    public async Task Tidy_OfAQuietShopper_EmptiesItsStoredOutbox()
    {
        await using var host = new ProfilesHost(_world, options => options.PublishPatience = TimeSpan.FromMinutes(1));
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        Store.Outbox.Count.ShouldBe(1);

        await host.Tidying.TidyAsync(CancellationToken.None);
        Store.Outbox.Count.ShouldBe(1, "its time has not come");
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tidying.TidyAsync(CancellationToken.None);

        Store.Outbox.ShouldBeEmpty();
        _world.Reminders.Registrations.ShouldBe(0);
    }

    [Fact]
    public async Task Tidy_OfAnActiveShopper_ComesAgain()
    {
        await using var host = new ProfilesHost(_world, options => options.PublishPatience = TimeSpan.FromMinutes(1));
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e2"));

        await host.Tidying.TidyAsync(CancellationToken.None);
        Store.Outbox.ShouldNotBeEmpty();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tidying.TidyAsync(CancellationToken.None);

        Store.Outbox.ShouldBeEmpty();
    }

    private static Interaction Purchase(int i) =>
        Some.Event(InteractionTypes.Purchase, Some.Product($"product-{i}", [$"category {i % 7}"], ["vegan"], $"brand {i % 5}", 2.5m), Some.Day.AddHours(-i), $"b{i}") with { OrderId = $"o{i}", Quantity = 1, Currency = "EUR" };
}
