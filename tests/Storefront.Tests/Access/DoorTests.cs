using Microsoft.Extensions.DependencyInjection;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Operations;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Access;

/// <summary>What the door asks before it opens, and how often it lets somebody in.</summary>
public sealed class DoorTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly (string, string?)[] SharedSecret =
        [("Auth:Mode", "bearer"), ("Auth:Issuer", TestIssuer.Issuer), ("Auth:Audience", TestIssuer.Audience), ("Auth:Secret", Secret)];

    [Theory]
    [InlineData("Auth:Mode", "Auth:Mode", "closed")]
    [InlineData("Auth:Issuer", "Auth:Issuer", "")]
    [InlineData("Auth:Audience", "Auth:Audience", "")]
    [InlineData("32 bytes", "Auth:Secret", "0123456789abcdef0123456789abcde")]
    [InlineData("exactly one", "Auth:Secret", "")]
    [InlineData("exactly one", "Auth:JwksFile", "/tmp/keys")]
    [InlineData("https", "Auth:JwksUrl", "http://keys.example/jwks", "Auth:Secret", "")]
    [InlineData("https", "Auth:JwksUrl", "ftp://127.0.0.1/jwks", "Auth:Secret", "")]
    [InlineData("Auth:SecretFile", "Auth:SecretFile", "/nonexistent", "Auth:Secret", "")]
    [InlineData("ClockSkew", "Auth:ClockSkew", "01:00:00")]
    [InlineData("CorsOrigins", "Public:CorsOrigins:0", "*")]
    [InlineData("CorsOrigins", "Public:CorsOrigins:0", "https://*.example")]
    [InlineData("CorsOrigins", "Public:CorsOrigins:0", "https://shop.example/")]
    [InlineData("Limits", "Limits:RequestsPerMinute", "0")]
    public async Task Start_SettingThatWouldLetAnybodyIn_IsRefusedByName(string named, params string[] settings)
    {
        var all = With(SharedSecret, [.. settings.Chunk(2).Select(pair => (pair[0], (string?)pair[1]))]);

        var problem = await Should.ThrowAsync<InvalidOperationException>(async () => await (await TestStorefront.StartAsync(settings: all)).DisposeAsync());

        problem.Message.ShouldContain(named);
    }

    [Fact]
    public async Task Start_BearerBeyondLoopback_OpensAndAsksForTokens()
    {
        await using var host = await TestStorefront.StartAsync(settings: With(SharedSecret, ("Public:Host", "0.0.0.0")));

        (await RawHttp.StatusAsync(host.Port, "GET /healthz HTTP/1.1\r\nHost: shop.example\r\n\r\n")).ShouldBe(200);
        (await RawHttp.StatusAsync(host.Port, "GET /api/products/p1 HTTP/1.1\r\nHost: shop.example\r\n\r\n")).ShouldBe(401);
    }

    [Fact]
    public async Task Secret_InForceAndTheOneBefore_AreTakenAndNoOther()
    {
        var before = Secret.Replace('0', 'x');
        await using var host = await TestStorefront.StartAsync(settings: With(SharedSecret, ("Auth:PreviousSecret", before)));

        (await ReadAsync(host, TestIssuer.SecretToken(Secret))).ShouldBe(200);
        (await ReadAsync(host, TestIssuer.SecretToken(before))).ShouldBe(200);
        (await ReadAsync(host, TestIssuer.SecretToken(Secret.Replace('0', 'y')))).ShouldBe(401);
        (await ReadAsync(host, TestIssuer.SecretToken(Secret, header: TestIssuer.Header("RS256", null)))).ShouldBe(401);
        (await ReadAsync(host, TestIssuer.Sign("""{"alg":"none"}""", TestIssuer.Json(TestIssuer.Claims()), _ => []))).ShouldBe(401);
    }

    [Fact]
    public async Task Rehearsal_WhereTokensAreAskedFor_PassesTheDoorAndItsPassIsNobodyElses()
    {
        await using var host = await TestStorefront.StartAsync(settings: With(SharedSecret, ("Public:Port", $"{Ports.Free()}")));

        // On a busy machine a rehearsal ends at its limit, before it came this far.
        var rehearsal = host.Services.GetRequiredService<DoorRehearsal>();
        await TestStorefront.UntilAsync(async () =>
        {
            await rehearsal.RunAsync(TestContext.Current.CancellationToken);
            return host.Shoppers.Calls.Any(call => call.Method == ShopperActorMethods.GetCart);
        });

        (await host.Client.GetStringAsync(host.MetricsUrl + "/metrics")).ShouldNotContain("access_refusals_total{");
        foreach (var guess in (string[])["", "1", new string('0', 64), new string('g', 64)])
        {
            (await host.SendAsync(HttpMethod.Get, "/api/products/p1", null, ("X-Rehearsal", guess))).Status.ShouldBe(401, guess);
        }
    }

    [Fact]
    public async Task Keys_ThatCannotBeHad_Are503WithRetryAfter()
    {
        using var issuer = new TestIssuer();
        issuer.AddRsa("r1");
        await using var host = await TestStorefront.StartAsync(
            settings: With(SharedSecret, ("Auth:Secret", null), ("Auth:JwksUrl", "http://127.0.0.1:1/jwks")));

        var answer = await host.SendAsync(HttpMethod.Get, "/api/products/p1", null, ("Authorization", $"Bearer {issuer.Token()}"));

        answer.Status.ShouldBe(503);
        answer.Headers.Keys.ShouldContain("Retry-After");
    }

    [Fact]
    [Trait("req", "R7.7")]
    public async Task Limit_Reached_Is429WithRetryAfterForThatClientAndEndpointAlone()
    {
        await using var host = await TestStorefront.StartAsync(settings: With(SharedSecret, ("Limits:Endpoints:GET /api/products/{id}", "5")));
        var first = TestIssuer.SecretToken(Secret);
        var other = TestIssuer.SecretToken(Secret, TestIssuer.ShopperClaims("user_id", "another"));

        var answers = new List<Answer>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add(await host.SendAsync(HttpMethod.Get, "/api/products/p1", null, ("Authorization", $"Bearer {first}")));
        }

        answers.Select(answer => answer.Status).ShouldBe([200, 200, 200, 200, 200, 429, 429]);
        answers[^1].Faults.ShouldBe(["rate"]);
        int.Parse(answers[^1].Headers["Retry-After"]).ShouldBeInRange(1, 60);
        (await ReadAsync(host, other)).ShouldBe(200);
        (await host.SendAsync(HttpMethod.Get, "/api/search/suggest?q=o", null, ("Authorization", $"Bearer {first}"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Limit_BadTokens_Become429ByAddressAndGoodOnesPass()
    {
        await using var host = await TestStorefront.StartAsync(settings: With(SharedSecret, ("Limits:Endpoints:(refused)", "3")));

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add(await ReadAsync(host, "bad"));
        }

        statuses.ShouldBe([401, 401, 401, 429, 429]);
        (await ReadAsync(host, TestIssuer.SecretToken(Secret))).ShouldBe(200);
    }

    [Fact]
    public async Task Limit_OpenMode_IsOff()
    {
        await using var host = await TestStorefront.StartAsync(settings: new() { ["Limits:Endpoints:GET /api/products/{id}"] = "1" });

        (await host.GetAsync("/api/products/p1")).Status.ShouldBe(200);
        (await host.GetAsync("/api/products/p1")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost:8080", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("shop.localhost", 200)]
    [InlineData("dev.example", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("192.0.2.1", 421)]
    public async Task OpenMode_NameOfAnotherMachine_Is421(string name, int status)
    {
        await using var host = await TestStorefront.StartAsync(settings: new() { ["Public:HostNames:0"] = "dev.example" });

        (await RawHttp.StatusAsync(host.Port, $"GET /api/products/p1 HTTP/1.1\r\nHost: {name}\r\n\r\n")).ShouldBe(status);
    }

    private static Dictionary<string, string?> With((string, string?)[] settings, params (string Name, string? Value)[] other)
    {
        var all = settings.ToDictionary(pair => pair.Item1, pair => pair.Item2);
        foreach (var (name, value) in other)
        {
            all[name] = value;
        }

        return all;
    }

    private static async Task<int> ReadAsync(TestStorefront host, string token) =>
        (await host.SendAsync(HttpMethod.Get, "/api/products/p1", null, ("Authorization", $"Bearer {token}"))).Status;
}
