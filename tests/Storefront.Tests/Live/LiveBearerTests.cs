using System.Net.WebSockets;
using Personalization.Testing;
using Storefront.Tests.Access;

namespace Storefront.Tests.Live;

/// <summary>`/hubs/live` where tokens are asked for (R7.7): a shopper hears of nobody else.</summary>
[Trait("req", "R7.7")]
public sealed class LiveBearerTests(BearerFixture fixture) : IClassFixture<BearerFixture>
{
    [Fact]
    public async Task NoToken_OrOneWithoutTheScope_IsKeptOut()
    {
        await Should.ThrowAsync<WebSocketException>(() => LiveSocket.OpenAsync(fixture.Host));
        await Should.ThrowAsync<WebSocketException>(() => LiveSocket.OpenAsync(fixture.Host, token: fixture.Issuer.Token(TestIssuer.Claims("write:events"))));
    }

    [Fact]
    public async Task ShoppersToken_ListensToItsOwnShopperAlone()
    {
        await using var socket = await LiveSocket.OpenAsync(fixture.Host, token: fixture.Issuer.Token(TestIssuer.ShopperClaims("user_id", "ann")));

        (await socket.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
        (await socket.SubscribeAsync("""{"user_id":"bob"}""")).ShouldNotBeNull().ShouldContain("another shopper");
        (await socket.SubscribeAsync("""{"anonymous_id":"ann"}""")).ShouldNotBeNull().ShouldContain("another shopper");
        (await socket.SubscribeAsync("""{"user_id":"ann","store_id":"elsewhere"}""")).ShouldNotBeNull().ShouldContain("another store");
    }

    [Fact]
    public async Task ServersToken_ListensToAnybodyOfItsStore()
    {
        await using var socket = await LiveSocket.OpenAsync(fixture.Host, token: fixture.Issuer.Token());

        (await socket.SubscribeAsync("""{"user_id":"bob"}""")).ShouldBeNull();
    }
}
