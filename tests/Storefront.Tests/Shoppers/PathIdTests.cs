using Personalization.Abstractions.Identity;
using Storefront.Tests.Support;

namespace Storefront.Tests.Shoppers;

public sealed class PathIdTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%25b", "a%b")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%20b", "a b")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    [InlineData("%F0%9F%98%80", "\U0001F600")]
    [InlineData("...", "...")]
    [InlineData("a%5Cb", "a\\b")]
    [InlineData("a:b@c;d=e,f", "a:b@c;d=e,f")]
    public async Task PathId_IsDecodedExactlyOnce(string escaped, string id)
    {
        var answer = await fixture.Host.GetAsync($"/api/users/{escaped}/preferences/live");

        answer.Status.ShouldBe(200, answer.Text);
        var actor = fixture.Host.Shoppers.Calls.Last(call => call.Method == "GetPreferencesAsync").ActorId;
        ShopperKey.FromActorId(actor).Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("%2E")]
    [InlineData("%2e%2E")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a%0Ab")]
    [InlineData("a%7Fb")]
    [InlineData("a%C2%85b")]
    public async Task PathId_ThatIsNone_IsRefused(string escaped)
    {
        var answer = await fixture.Host.GetAsync($"/api/users/{escaped}/preferences/live");

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe(["id"]);
    }

    [Theory]
    [InlineData("a%zz")]
    [InlineData("a%2")]
    [InlineData("a%")]
    [InlineData("%FF%FE")]
    [InlineData("%ED%A0%80")]
    public async Task PathId_BrokenEscape_IsRefused(string escaped) =>
        (await fixture.Host.GetAsync($"/api/users/{escaped}/preferences/live")).Faults.ShouldBe(["path"]);

    [Fact]
    public async Task PathId_LongerThan128Scalars_IsRefused() =>
        (await fixture.Host.GetAsync($"/api/users/{new string('x', 129)}/preferences/live")).Faults.ShouldBe(["id"]);

    [Fact]
    public async Task PathId_AsAnonymous_NamesTheOtherSpace()
    {
        await fixture.Host.GetAsync("/api/users/both/cart?as=anonymous");

        fixture.Host.Shoppers.Calls.Last(call => call.Method == "GetCartAsync").ActorId
            .ShouldBe(new ShopperKey(StoreId.Main, ShopperKind.Anonymous, "both").ActorId);
        (await fixture.Host.GetAsync("/api/users/both/cart?as=somebody")).Faults.ShouldBe(["as"]);
    }

    [Theory]
    [InlineData("GET /api/users/a%00b/cart HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400)]
    [InlineData("GET http://localhost/api/users/a%2Fb/cart HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200)]
    [InlineData("GET /api//users/x/cart HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404)]
    public async Task RawTarget_OfAnyForm_IsAnswered(string request, int status) =>
        (await RawHttp.StatusAsync(fixture.Host.Port, request)).ShouldBe(status);
}
