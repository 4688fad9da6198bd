using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Profiles.Contracts;
using Storefront.Tests.Support;

namespace Storefront.Tests.Live;

/// <summary>Whom to listen to, named in the address of `/hubs/live`.</summary>
public sealed class LiveAddressTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("user_id=address-ann", "address-ann", ShopperKind.Known, "main")]
    [InlineData("anonymous_id=a%2Fb&store_id=north", "a/b", ShopperKind.Anonymous, "north")]
    public async Task ShopperInTheAddress_HearsWithoutSubscribing(string query, string id, ShopperKind kind, string store)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var socket = await OpenAsync(query, limit.Token);
        var heard = ReadUntilAsync(socket, "\"target\":\"preferencesChanged\"", limit.Token);

        // The connection may be told of before it listens: tell until it hears.
        var shopper = new ShopperKey(StoreId.Parse(store), kind, id).ActorId;
        while (!heard.IsCompleted)
        {
            await TellAsync(shopper, limit.Token);
            await Task.WhenAny(heard, Task.Delay(50, limit.Token));
        }

        (await heard).ShouldContain("\"version\":\"v7\"");
    }

    [Theory]
    [InlineData("user_id=a&anonymous_id=b", "send exactly one")]
    [InlineData("user_id=a&user_id=b", "send it once")]
    [InlineData("user_id=..", "user_id")]
    [InlineData("user_id=a&store_id=No+Store", "store_id")]
    public async Task ShopperInTheAddress_Wrong_IsSaidAndEndsTheConnection(string query, string told)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var socket = await OpenAsync(query, limit.Token);

        (await ReadUntilAsync(socket, "\"type\":7", limit.Token)).ShouldContain(told);
    }

    private async Task<ClientWebSocket> OpenAsync(string query, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{fixture.Host.Port}/hubs/live?{query}"), stop);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, stop);
        return socket;
    }

    private static async Task<string> ReadUntilAsync(ClientWebSocket socket, string awaited, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(awaited, StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer, stop);
            received.MessageType.ShouldBe(WebSocketMessageType.Text, text.ToString());
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }

        return text.ToString();
    }

    private async Task TellAsync(string shopper, CancellationToken stop)
    {
        var data = new PreferencesChanged { Changes = [new PreferencesChange(shopper, "v7")] };
        var json = $$"""{"specversion":"1.0","id":"1","source":"profiles","type":"t","datacontenttype":"application/json","data":{{JsonSerializer.Serialize(data, ProfilesJson.Default.PreferencesChanged)}}}""";
        using var client = new HttpClient();
        using var answer = await client.PostAsync(fixture.Host.AppUrl + "/events/preferences-changed", TestStorefront.Body(Encoding.UTF8.GetBytes(json), "application/cloudevents+json"), stop);
        answer.EnsureSuccessStatusCode();
    }
}
