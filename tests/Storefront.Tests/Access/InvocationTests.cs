using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Access;

/// <summary>The public API by service invocation: what the own sidecar brings to the app channel is asked what a caller at the public door is asked (R10.1, R7.7).</summary>
public sealed class InvocationTests(BearerFixture fixture) : IClassFixture<BearerFixture>
{
    private const string Search = "/api/search/personalized";

    [Fact]
    public async Task Invoked_Open_AnswersAsThePublicDoorDoes()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();

        var answer = await InvokeAsync(host, "POST", Search, body: """{"query":"oat","limit":3}""");

        answer.Status.ShouldBe(200, answer.Text);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Json.GetProperty("results").GetArrayLength().ShouldBe((await host.PostAsync(Search, """{"query":"oat","limit":3}""")).Json.GetProperty("results").GetArrayLength());
        (await InvokeAsync(host, "GET", "/api/users/a%2Fb/preferences/live")).Status.ShouldBe(200);
        host.Shoppers.Calls.ShouldContain(call => call.ActorId.Contains(KeyText.Encode("a/b"), StringComparison.Ordinal));
        (await InvokeAsync(host, "GET", "/api/users/%zz/context")).Status.ShouldBe(400);
        (await InvokeAsync(host, "POST", Search, body: """{"query":"oat","limit":"x"}""")).Status.ShouldBe(400);
        (await InvokeAsync(host, "GET", "/openapi/v1.json")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Invoked_BodyThatIsACloudEvent_IsNotUnwrapped()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();

        var answer = await InvokeAsync(host, "POST", Search, body: """{"query":"oat","data":{"query":5}}""", contentType: "application/cloudevents+json");

        answer.Status.ShouldBe(200, answer.Text);
    }

    [Fact]
    public async Task Invoked_EveryOperationWithAScope_AsksForItsToken()
    {
        var document = (await fixture.Host.GetAsync("/openapi/v1.json")).Json;
        var asked = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object && one.Value.TryGetProperty("x-required-scope", out _)))
            {
                var scope = operation.Value.GetProperty("x-required-scope").GetString()!;
                var others = string.Join(' ', TestIssuer.AllScopes.Split(' ').Where(one => one != scope));
                var (method, target) = (operation.Name.ToUpperInvariant(), path.Name.Replace("{id}", "x", StringComparison.Ordinal));
                (await InvokeAsync(fixture.Host, method, target)).Status.ShouldBe(401, $"{method} {target}");
                (await InvokeAsync(fixture.Host, method, target, fixture.Issuer.Token(TestIssuer.Claims(others)))).Status.ShouldBe(403, $"{method} {target}");
                asked++;
            }
        }

        asked.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Invoked_WithAToken_ReachesAsFarAsAtTheDoor()
    {
        var shopper = fixture.Issuer.Token(TestIssuer.ShopperClaims("user_id", "own"));

        (await InvokeAsync(fixture.Host, "POST", Search, fixture.Issuer.Token(), """{"query":"oat"}""")).Status.ShouldBe(200);
        (await InvokeAsync(fixture.Host, "GET", "/api/users/own/preferences/live", shopper)).Status.ShouldBe(200);
        (await InvokeAsync(fixture.Host, "GET", "/api/users/victim/preferences/live", shopper)).Status.ShouldBe(403);
        (await InvokeAsync(fixture.Host, "GET", "/api/system", shopper)).Status.ShouldBe(403);
        (await InvokeAsync(fixture.Host, "POST", Search, "forged.token.here", """{"query":"oat"}""")).Headers["WWW-Authenticate"].ShouldContain("invalid_token");
    }

    [Fact]
    public async Task Invoked_MoreOftenThanAllowed_IsOneCountWithTheDoors()
    {
        using var issuer = new TestIssuer();
        issuer.AddRsa("r1");
        using var folder = new TempFolder();
        var settings = BearerFixture.Settings(folder.Write("jwks.json", issuer.Jwks));
        settings["Limits:RequestsPerMinute"] = "7";
        await using var host = await TestStorefront.StartAsync(settings: settings);
        await host.WaitForCatalogueAsync();
        var token = issuer.Token();
        var statuses = new List<int>();

        for (var i = 0; i < 12; i++)
        {
            statuses.Add(i % 2 == 0
                ? (await InvokeAsync(host, "POST", Search, token, """{"query":"oat"}""")).Status
                : (await host.PostAsync(Search, """{"query":"oat"}""", ("Authorization", $"Bearer {token}"))).Status);
        }

        // Six of each: under counts of their own all would have passed.
        statuses.ShouldContain(200);
        statuses.ShouldContain(429);
    }

    [Fact]
    public async Task Invoked_ByAnotherThanTheOwnSidecar_IsRefusedWhereTheChannelHasAToken()
    {
        await using var host = await TestStorefront.StartAsync(appToken: "of-the-own-sidecar-alone");
        await host.WaitForCatalogueAsync();

        (await InvokeAsync(host, "POST", Search, body: """{"query":"oat"}""")).Status.ShouldBe(401);
        (await InvokeAsync(host, "POST", Search, body: """{"query":"oat"}""", appToken: "of-the-own-sidecar-alone")).Status.ShouldBe(200);
    }

    private static async Task<Answer> InvokeAsync(
        TestStorefront host, string method, string path, string? token = null, string? body = null, string contentType = "application/json", string? appToken = null)
    {
        using var channel = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.AppUrl + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.TryAddWithoutValidation("dapr-caller-app-id", "shop-side");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        if (appToken is not null)
        {
            request.Headers.TryAddWithoutValidation("dapr-api-token", appToken);
        }

        if (body is not null)
        {
            request.Content = TestStorefront.Body(System.Text.Encoding.UTF8.GetBytes(body), contentType);
        }

        using var response = await channel.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
