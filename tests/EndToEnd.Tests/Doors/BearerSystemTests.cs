using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Playwright;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Doors;

/// <summary>The whole system asks for tokens: it becomes ready by itself, a server fills it, and the shop's page works for the shopper whom its token names.</summary>
[Trait("req", "R7.7")]
public sealed class BearerSystemTests
{
    private const string Secret = "a-secret-of-the-shop-and-of-nobody-else";

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["Auth__Mode"] = "bearer",
        ["Auth__Issuer"] = TestIssuer.Issuer,
        ["Auth__Audience"] = TestIssuer.Audience,
        ["Auth__Secret"] = Secret,
    };

    [Fact]
    public async Task Page_OpenedWithAShoppersToken_WorksForThatShopperAndForNobodyWithout()
    {
        await using var system = await RunningSystem.StartAsync(Environment, "--no-demo");
        using var server = new HttpClient { BaseAddress = system.Address };
        (await server.GetAsync("/api/products/1")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        server.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestIssuer.SecretToken(Secret));
        using var products = new StringContent("id\tname\tcategory\tprice\n1\tOat drink\tdrinks\t2\n2\tMilk\tdrinks\t1\n", Encoding.UTF8, "text/tab-separated-values");
        (await server.PostAsync("/api/catalog/import", products)).EnsureSuccessStatusCode();
        await Eventually.TrueAsync(async () => (await server.GetAsync("/api/products/1")).IsSuccessStatusCode, TimeSpan.FromMinutes(1));

        await using var browser = await Browser.Browser.LaunchAsync();
        var stranger = await browser.NewPageAsync();
        var refused = stranger.WaitForResponseAsync(response => response.Url.Contains("/api/", StringComparison.Ordinal));
        await stranger.GotoAsync(system.Address.ToString());
        (await refused).Status.ShouldBe(401);

        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{system.Address}#access_token={TestIssuer.SecretToken(Secret, TestIssuer.ShopperClaims("user_id", "ann"))}");
        await Assertions.Expect(page.GetByTestId("card")).ToHaveCountAsync(2);
        page.Url.ShouldNotContain("access_token");
        await page.Locator("[data-testid=card][data-product='1']").GetByTestId("name").ClickAsync();

        await Eventually.TrueAsync(
            async () => (await server.GetStringAsync("/api/users/ann/preferences/live")).Contains("\"product_id\":\"1\"", StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("card")).ToHaveCountAsync(2);
    }
}
