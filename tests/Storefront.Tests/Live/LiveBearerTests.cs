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
        await Should.ThrowAsync<WebSocketException>(() => LiveSocket.OpenAsync(fixture.Host.Site));
        await Should.ThrowAsync<WebSocketException>(() => LiveSocket.OpenAsync(fixture.Host.Site, token: fixture.Issuer.Token(TestIssuer.Claims("write:events"))));
    }

    [Fact]
    public async Task ShoppersToken_ListensToItsOwnShopperAlone()
    {
        await using var socket = await LiveSocket.OpenAsync(fixture.Host.Site, token: fixture.Issuer.Token(TestIssuer.ShopperClaims("user_id", "ann")));

        (await socket.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
        (await socket.SubscribeAsync("""{"user_id":"bob"}""")).ShouldNotBeNull().ShouldContain("another shopper");
        (await socket.SubscribeAsync("""{"anonymous_id":"ann"}""")).ShouldNotBeNull().ShouldContain("another shopper");
        (await socket.SubscribeAsync("""{"user_id":"ann","store_id":"elsewhere"}""")).ShouldNotBeNull().ShouldContain("another store");
    }

    [Fact]
    public async Task ServersToken_ListensToAnybodyOfItsStore()
    {
        await using var socket = await LiveSocket.OpenAsync(fixture.Host.Site, token: fixture.Issuer.Token());

        (await socket.SubscribeAsync("""{"user_id":"bob"}""")).ShouldBeNull();
    }

    [Fact]
    public async Task Token_Expires_ConnectionEndsWithIt()
    {
        // Tokens are taken for the skew of clocks, 30 s, beyond their time: this one has eight left.
        var expired = DateTimeOffset.UtcNow.AddSeconds(-22).ToUnixTimeSeconds();
        var claims = TestIssuer.ShopperClaims("user_id", "ann");
        claims["exp"] = expired;
        await using var ending = await LiveSocket.OpenAsync(fixture.Host.Site, token: fixture.Issuer.Token(claims));
        await using var lasting = await LiveSocket.OpenAsync(fixture.Host.Site, token: fixture.Issuer.Token(TestIssuer.ShopperClaims("user_id", "ann")));
        (await ending.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();

        await ending.ClosedAsync();

        // A timer may be early by its resolution, which reads as a second less; the other connection shows that it is not all of them that end.
        DateTimeOffset.UtcNow.ToUnixTimeSeconds().ShouldBeGreaterThanOrEqualTo(expired + 29);
        (await lasting.SubscribeAsync("""{"user_id":"ann"}""")).ShouldBeNull();
    }
}
