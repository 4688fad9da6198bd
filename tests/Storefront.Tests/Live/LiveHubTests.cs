using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Identity;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Live;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Live;

/// <summary>`/hubs/live` over a real WebSocket, told by Dapr's delivery.</summary>
[Trait("req", "R9.1")]
public sealed class LiveHubTests : IAsyncLifetime
{
    private TestStorefront _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await TestStorefront.StartAsync(settings: new() { ["Live:MaxConnections"] = "4", ["Live:MaxPerShopper"] = "2" });

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Subscribed_ShopperChanges_HearsTheVersionAndNobodyElsesChange()
    {
        await using var ann = await LiveSocket.OpenAsync(_host.Site);
        await using var guest = await LiveSocket.OpenAsync(_host.Site);
        (await ann.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
        (await guest.SubscribeAsync("""{"anonymous_id":"ann"}""")).ShouldBeNull();

        await TellAsync((Id("ann", store: "north"), "other store"), (Id("ann", ShopperKind.Anonymous), "g1"), (Id("ann"), "a1"));

        (await ann.ChangeAsync()).ShouldBe("a1");
        (await guest.ChangeAsync()).ShouldBe("g1");
    }

    [Fact]
    public async Task Subscribed_Again_HearsTheNewShopperOnly()
    {
        await using var socket = await LiveSocket.OpenAsync(_host.Site);
        await socket.SubscribeAsync("""{"anonymous_id":"visitor"}""");
        await socket.SubscribeAsync("""{"user_id":"ann","store_id":"north"}""");

        await TellAsync((Id("visitor", ShopperKind.Anonymous), "old"), (Id("ann", store: "north"), "new"));

        (await socket.ChangeAsync()).ShouldBe("new");
    }

    [Theory]
    [InlineData("{}", "user_id")]
    [InlineData("""{"user_id":"a","anonymous_id":"b"}""", "user_id")]
    [InlineData("""{"user_id":".."}""", "user_id")]
    [InlineData("""{"user_id":"a","store_id":"No Store"}""", "store_id")]
    [InlineData("""{"user_id":7}""", "Failed")]
    public async Task Subscribe_WhatIsWrong_IsSaidAndTheConnectionStays(string subscription, string named)
    {
        await using var socket = await LiveSocket.OpenAsync(_host.Site);

        (await socket.SubscribeAsync(subscription)).ShouldNotBeNull().ShouldContain(named);

        (await socket.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
    }

    [Fact]
    public async Task TooManyOfOneShopper_AreRefused_UntilOneGoes()
    {
        await using var first = await LiveSocket.OpenAsync(_host.Site);
        await using var second = await LiveSocket.OpenAsync(_host.Site);
        await using var third = await LiveSocket.OpenAsync(_host.Site);
        await first.SubscribeAsync("""{"user_id":"ann"}""");
        await second.SubscribeAsync("""{"user_id":"ann"}""");

        (await third.SubscribeAsync("""{"user_id":"ann"}""")).ShouldNotBeNull().ShouldContain("Too many");
        await first.SubscribeAsync("""{"user_id":"bob"}""");
        (await third.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
    }

    [Fact]
    public async Task TooManyConnections_NextOneIsAnswered503()
    {
        var sockets = new List<LiveSocket>();
        for (var i = 0; i < 4; i++)
        {
            sockets.Add(await LiveSocket.OpenAsync(_host.Site));
        }

        // The answer to the handshake comes before the hub counts the connection.
        await TestStorefront.UntilAsync(() => Task.FromResult(_host.Services.GetRequiredService<LiveConnections>().Count == sockets.Count));
        var answer = await _host.PostAsync("/hubs/live/negotiate?negotiateVersion=1", "");
        answer.Status.ShouldBe(503);
        answer.Headers["Retry-After"].ShouldBe("30");

        await sockets[0].DisposeAsync();
        await TestStorefront.UntilAsync(async () => (await _host.PostAsync("/hubs/live/negotiate?negotiateVersion=1", "")).Status == 200);
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task Origin_OtherSite_IsRefusedUnlessListed()
    {
        await Should.ThrowAsync<WebSocketException>(() => LiveSocket.OpenAsync(_host.Site, "https://elsewhere.example"));
        await using var listed = await LiveSocket.OpenAsync(_host.Site, "https://shop.example");
        await using var own = await LiveSocket.OpenAsync(_host.Site, _host.PublicUrl);

        (await listed.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
    }

    [Fact]
    public async Task AppChannel_HasNoHub_AndThePublicDoorNoEvents()
    {
        using var client = new HttpClient();

        (await client.PostAsync(_host.AppUrl + "/hubs/live/negotiate", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await _host.PostAsync("/events/preferences-changed", "{}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Event_ThatCannotBeRead_IsDropped()
    {
        using var client = new HttpClient();

        using var answer = await client.PostAsync(_host.AppUrl + "/events/preferences-changed", TestStorefront.Json("[1]"));

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"DROP"}""");
    }

    [Fact]
    public async Task SlowClient_WhileItTakesNothing_OnlyTheNewestVersionWaits()
    {
        var first = new TaskCompletionSource();
        var sent = new List<string>();
        var listener = new LiveListener("c", (_, change) =>
        {
            sent.Add(change.Version);
            return sent.Count == 1 ? first.Task : Task.CompletedTask;
        });

        for (var version = 1; version <= 10_000; version++)
        {
            listener.Tell($"{version}");
        }

        first.SetResult();
        await TestStorefront.UntilAsync(() => Task.FromResult(sent.Count == 2));

        sent.ShouldBe(["1", "10000"]);
    }

    private static string Id(string id, ShopperKind kind = ShopperKind.Known, string store = "main") => new ShopperKey(StoreId.Parse(store), kind, id).ActorId;

    private async Task TellAsync(params (string Shopper, string Version)[] changes)
    {
        var data = new PreferencesChanged { Changes = [.. changes.Select(change => new PreferencesChange(change.Shopper, change.Version))] };
        var json = $$"""{"specversion":"1.0","id":"1","source":"profiles","type":"t","datacontenttype":"application/json","data":{{JsonSerializer.Serialize(data, ProfilesJson.Default.PreferencesChanged)}}}""";
        using var client = new HttpClient();
        using var answer = await client.PostAsync(_host.AppUrl + "/events/preferences-changed", TestStorefront.Body(System.Text.Encoding.UTF8.GetBytes(json), "application/cloudevents+json"));
        answer.EnsureSuccessStatusCode();
    }
}
