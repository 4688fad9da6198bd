using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.Abstractions.Identity;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Access;

/// <summary>`Auth:Mode=bearer` through the whole pipeline (R7.7): who is let in, and how far.</summary>
public sealed class BearerTests(BearerFixture fixture) : IClassFixture<BearerFixture>
{
    private const string Search = "/api/search/personalized";
    private const string Track = "/api/interactions/track";

    private TestStorefront Host => fixture.Host;

    private TestIssuer Issuer => fixture.Issuer;

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("no typ")]
    [InlineData("audience among several")]
    [InlineData("expired within the skew")]
    [InlineData("not before within the skew")]
    public async Task Token_Good_IsTaken(string kind)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = kind switch
        {
            "ES256" => Issuer.EcToken(),
            "no typ" => SignRsa("""{"alg":"RS256","kid":"r1"}"""),
            "audience among several" => Issuer.Token(TestIssuer.Claims(other: ("aud", new[] { "other", TestIssuer.Audience }))),
            "expired within the skew" => Issuer.Token(TestIssuer.Claims(other: ("exp", now - 10))),
            "not before within the skew" => Issuer.Token(TestIssuer.Claims(other: ("nbf", now + 10))),
            _ => Issuer.Token(),
        };

        (await SearchAsync(token)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("none at all", "is missing")]
    [InlineData("expired", "is expired")]
    [InlineData("not yet", "is not valid yet")]
    [InlineData("wrong issuer", "another issuer")]
    [InlineData("no issuer", "another issuer")]
    [InlineData("issuer in other letters", "another issuer")]
    [InlineData("wrong audience", "another audience")]
    [InlineData("no audience", "another audience")]
    [InlineData("audience as a number", "another audience")]
    [InlineData("alg none", "algorithm")]
    [InlineData("alg nOnE", "algorithm")]
    [InlineData("alg none with a signature", "algorithm")]
    [InlineData("public key as a secret", "algorithm")]
    [InlineData("public key as a secret, no kid", "names a key")]
    [InlineData("RS256 for an ES256 key", "algorithm")]
    [InlineData("RS384", "algorithm")]
    [InlineData("PS256", "algorithm")]
    [InlineData("another's key", "signature")]
    [InlineData("own key in the header", "signature")]
    [InlineData("own key by address", "names a key")]
    [InlineData("unknown kid", "names a key")]
    [InlineData("kid that is a path", "names a key")]
    [InlineData("no kid", "names a key")]
    [InlineData("tampered claims", "signature")]
    [InlineData("tampered header", "signature")]
    [InlineData("tampered signature", "signature")]
    [InlineData("empty signature", "signature")]
    [InlineData("ES256 signature of zeros", "signature")]
    [InlineData("ES256 signature as DER", "signature")]
    [InlineData("crit", "crit")]
    [InlineData("alg twice", "no signed JWT")]
    [InlineData("claim twice", "no signed JWT")]
    [InlineData("header that is a list", "no signed JWT")]
    [InlineData("kid as a number", "no signed JWT")]
    [InlineData("typ of something else", "no signed JWT")]
    [InlineData("encrypted shape", "no signed JWT")]
    [InlineData("two parts", "no signed JWT")]
    [InlineData("padding", "no signed JWT")]
    [InlineData("spaces within", "no signed JWT")]
    [InlineData("other last bits", "no signed JWT")]
    [InlineData("too long", "no signed JWT")]
    [InlineData("nested deeply", "no signed JWT")]
    [InlineData("Basic", "no signed JWT")]
    [InlineData("two tokens", "no signed JWT")]
    [InlineData("no exp", "lacks claims")]
    [InlineData("exp as text", "lacks claims")]
    [InlineData("exp beyond numbers", "lacks claims")]
    [InlineData("no sub", "lacks claims")]
    [InlineData("empty sub", "lacks claims")]
    [InlineData("no store", "lacks claims")]
    [InlineData("empty store", "lacks claims")]
    [InlineData("store that is none", "lacks claims")]
    [InlineData("scope as a list", "lacks claims")]
    [InlineData("user and visitor", "lacks claims")]
    [InlineData("user who is not the subject", "lacks claims")]
    [InlineData("user as a number", "lacks claims")]
    public async Task Token_Bad_Is401AndSaysWhy(string kind, string why)
    {
        var answer = await SearchAsync(Bad(kind), query: "refused");

        answer.Status.ShouldBe(401, answer.Text);
        answer.Faults.ShouldBe(["Authorization"]);
        answer.Fault("Authorization").ShouldContain(why);
        answer.Headers["WWW-Authenticate"].ShouldStartWith("Bearer realm=");
        answer.Headers["WWW-Authenticate"].Contains("invalid_token").ShouldBe(kind != "none at all");
        Host.Discovery.Searches.ShouldNotContain(search => search.Query == "refused");
    }

    [Fact]
    public async Task Key_Rotated_NewTokensAreTakenAndThoseOfTheWithdrawnKeyAreNot()
    {
        await using var own = new BearerFixture();
        await own.InitializeAsync();
        var before = own.Issuer.Token();
        (await SearchAsync(before, host: own.Host)).Status.ShouldBe(200);

        own.Issuer.AddRsa("r2");
        own.Publish();
        var after = own.Issuer.Token(kid: "r2");
        await Eventually.TrueAsync(async () => (await SearchAsync(after, host: own.Host)).Status == 200, TimeSpan.FromSeconds(30));
        (await SearchAsync(before, host: own.Host)).Status.ShouldBe(200);

        own.Issuer.Remove("r1");
        own.Publish();
        await Eventually.TrueAsync(async () => (await SearchAsync(before, host: own.Host)).Status == 401, TimeSpan.FromSeconds(30));
        (await SearchAsync(after, host: own.Host)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    public async Task Open_TheseAlone_AskNothing(string path) => (await Host.GetAsync(path)).Status.ShouldBeOneOf(200, 503);

    [Fact]
    public async Task EveryOtherOperation_WithoutAToken_Is401AndWithoutItsScope403()
    {
        var document = (await Host.GetAsync("/openapi/v1.json")).Json;
        foreach (var (method, path, operation) in Operations(document))
        {
            if (!operation.TryGetProperty("x-required-scope", out var scope))
            {
                path.ShouldBeOneOf("/healthz", "/readyz", "/openapi/v1.json");
                continue;
            }

            var others = string.Join(' ', TestIssuer.AllScopes.Split(' ').Where(one => one != scope.GetString()));
            (await CallAsync(method, path, null)).Status.ShouldBe(401, $"{method} {path}");
            var answer = await CallAsync(method, path, Issuer.Token(TestIssuer.Claims(others)));
            answer.Status.ShouldBe(403, $"{method} {path}");
            answer.Headers["WWW-Authenticate"].ShouldContain($"scope=\"{scope.GetString()}\"");
            (await CallAsync(method, path, Issuer.Token(TestIssuer.Claims(scope.GetString()!)))).Status.ShouldNotBeOneOf(401, 500);
        }
    }

    [Theory]
    [InlineData("user_id")]
    [InlineData("anonymous_id")]
    public async Task ShopperToken_ItsOwn_MayAllThatShoppersMay(string claim)
    {
        var token = Issuer.Token(TestIssuer.ShopperClaims(claim, "own/1"));
        var of = claim == "user_id" ? "" : "as=anonymous";

        (await CallAsync("POST", Track, token, $$"""{"type":"click","{{claim}}":"own/1","product_id":"p1"}""")).Status.ShouldBe(200);
        (await CallAsync("POST", Search, token, $$"""{"query":"oat","{{claim}}":"own/1"}""")).Status.ShouldBe(200);
        (await CallAsync("POST", Search, token, """{"query":"oat"}""")).Status.ShouldBe(200);
        (await CallAsync("GET", $"/api/users/own%2F1/preferences/live?{of}", token)).Status.ShouldBe(200);
        (await CallAsync("GET", $"/api/preferences/live?{claim}=own%2F1", token)).Status.ShouldBe(200);
        (await CallAsync("GET", $"/api/users/own%2F1/tracked?{of}", token)).Status.ShouldBe(200);
        (await CallAsync("GET", $"/api/search/suggest?q=o&{claim}=own%2F1", token)).Status.ShouldBe(200);
        (await CallAsync("PUT", $"/api/users/own%2F1/cart?{of}", token, """{"items":[]}""")).Status.ShouldBe(200);
        (await CallAsync("PUT", $"/api/users/own%2F1/personalization?{of}", token, """{"enabled":true}""")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("user_id", "victim")]
    [InlineData("anonymous_id", "victim")]
    [InlineData("anonymous_id", "own")]
    [InlineData("user_id", "OWN")]
    [InlineData("user_id", "own ")]
    [InlineData("user_id", "own\\u0301")]
    public async Task ShopperToken_AnotherShopper_Is403OnEveryPath(string claim, string escaped)
    {
        var token = Issuer.Token(TestIssuer.ShopperClaims("user_id", "own"));
        var id = Uri.EscapeDataString(Regex.Unescape(escaped));
        var of = claim == "user_id" ? "" : "?as=anonymous";
        var before = CallsForShoppers();

        foreach (var (method, path, body) in new[]
        {
            ("POST", Track, $$"""{"type":"click","{{claim}}":"{{escaped}}","product_id":"p1"}"""),
            ("POST", Search, $$"""{"query":"oat","{{claim}}":"{{escaped}}"}"""),
            ("GET", $"/api/search/suggest?q=o&{claim}={id}", null),
            ("GET", $"/api/preferences/live?{claim}={id}", null),
            ("GET", $"/api/users/{id}/preferences/live{of}", null),
            ("GET", $"/api/users/{id}/context{of}", null),
            ("GET", $"/api/users/{id}/tracked{of}", null),
            ("GET", $"/api/users/{id}/cart{of}", null),
            ("PUT", $"/api/users/{id}/cart{of}", """{"items":[]}"""),
            ("GET", $"/api/users/{id}/personalization{of}", null),
            ("PUT", $"/api/users/{id}/personalization{of}", """{"enabled":false}"""),
        })
        {
            (await CallAsync(method, path, token, body)).Status.ShouldBe(403, $"{method} {path}");
        }

        CallsForShoppers().ShouldBe(before);

        // The host's own warm-up goes on beside the tests.
        int CallsForShoppers() => Host.Shoppers.Calls.Count(call => !call.ActorId.Contains(KeyText.Encode("warm-up"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ShopperToken_BatchWithOthersEvents_KeepsItsOwnAlone()
    {
        var token = Issuer.Token(TestIssuer.ShopperClaims("user_id", "own-batch"));

        var answer = await CallAsync("POST", "/api/interactions/track/batch", token, """
            {"events":[{"type":"click","user_id":"own-batch","product_id":"p1"},{"type":"click","user_id":"victim","product_id":"p1"},
                       {"type":"click","anonymous_id":"own-batch","product_id":"p1"},{"type":"click","user_id":"own-batch","product_id":"p2"}]}
            """);

        answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).ShouldBe([200, 403, 403, 200]);
    }

    [Theory]
    [InlineData("POST", "/api/users/own/merge", """{"from_user_id":"victim"}""")]
    [InlineData("POST", "/api/catalog/import", """[{"id":"p1","name":"x"}]""")]
    [InlineData("GET", "/api/catalog/imports/1", null)]
    [InlineData("GET", "/api/analytics/events?user_id=own", null)]
    [InlineData("GET", "/api/system", null)]
    public async Task ShopperToken_WhatIsForServers_Is403WhateverItsScopesSay(string method, string path, string? body)
    {
        var claims = TestIssuer.ShopperClaims("user_id", "own");
        claims["scope"] = TestIssuer.AllScopes;

        var answer = await CallAsync(method, path, Issuer.Token(claims), body);

        answer.Status.ShouldBe(403);
        answer.Fault("Authorization").ShouldContain("server");
        Host.Shoppers.Merges.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_ForAShopper_NeedsToReadProfiles()
    {
        var token = Issuer.Token(TestIssuer.Claims("read:catalog"));

        (await CallAsync("POST", Search, token, """{"query":"oat"}""")).Status.ShouldBe(200);
        var answer = await CallAsync("POST", Search, token, """{"query":"oat","user_id":"somebody"}""");
        answer.Status.ShouldBe(403);
        answer.Headers["WWW-Authenticate"].ShouldContain("read:profiles");
    }

    [Fact]
    public async Task Store_OfAnotherToken_Is403AndWithoutTheHeaderTheTokensOwn()
    {
        var second = Issuer.Token(TestIssuer.Claims(other: ("store_id", "shop-2")));
        var body = """{"type":"click","user_id":"stores","product_id":"p1"}""";

        (await CallAsync("POST", Track, Issuer.Token(), body, ("X-Store-Id", "shop-2"))).Faults.ShouldBe(["X-Store-Id"]);
        (await CallAsync("POST", Track, second, body, ("X-Store-Id", "main"))).Status.ShouldBe(403);
        (await CallAsync("POST", Track, second, body, ("X-Store-Id", ""))).Status.ShouldBe(403);
        (await CallAsync("POST", Track, second, body)).Status.ShouldBe(200);
        Host.Shoppers.Events.Keys.ShouldContain(actor => actor.StartsWith("shop-2"));
        Host.Shoppers.Events.Keys.ShouldNotContain(new ShopperKey(StoreId.Main, ShopperKind.Known, "stores").ActorId);
    }

    [Fact]
    public async Task Refusals_CarryCorsForListedOrigins()
    {
        var preflight = await Host.SendAsync(
            HttpMethod.Options, Track, null, ("Origin", "https://shop.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));
        var refused = await Host.SendAsync(HttpMethod.Post, Track, TestStorefront.Json("{}"), ("Origin", "https://shop.example"));
        var invalid = await CallAsync("POST", Track, Issuer.Token(), "{}", ("Origin", "https://shop.example"));
        var other = await Host.SendAsync(HttpMethod.Post, Track, TestStorefront.Json("{}"), ("Origin", "https://evil.example"));

        preflight.Status.ShouldBe(204);
        preflight.Headers["Access-Control-Allow-Headers"].ShouldContain("authorization");
        (refused.Status, refused.Headers["Access-Control-Allow-Origin"]).ShouldBe((401, "https://shop.example"));
        (invalid.Status, invalid.Headers["Access-Control-Allow-Origin"]).ShouldBe((400, "https://shop.example"));
        refused.Headers.Keys.ShouldNotContain("Access-Control-Allow-Credentials");
        other.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    private Task<Answer> SearchAsync(string? token, TestStorefront? host = null, string query = "taken") =>
        CallAsync("POST", Search, token, $$"""{"query":"{{query}}"}""", host);

    private string? Bad(string kind)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var good = Issuer.Token();
        var parts = good.Split('.');
        switch (kind)
        {
            case "none at all": return null;
            case "expired": return Issuer.Token(TestIssuer.Claims(other: ("exp", now - 60)));
            case "not yet": return Issuer.Token(TestIssuer.Claims(other: ("nbf", now + 120)));
            case "wrong issuer": return Issuer.Token(TestIssuer.Claims(other: ("iss", "https://evil.example")));
            case "no issuer": return Issuer.Token(TestIssuer.Claims(other: ("iss", null)));
            case "issuer in other letters": return Issuer.Token(TestIssuer.Claims(other: ("iss", TestIssuer.Issuer.ToUpperInvariant())));
            case "wrong audience": return Issuer.Token(TestIssuer.Claims(other: ("aud", "billing")));
            case "no audience": return Issuer.Token(TestIssuer.Claims(other: ("aud", null)));
            case "audience as a number": return Issuer.Token(TestIssuer.Claims(other: ("aud", 1)));
            case "alg none": return TestIssuer.Sign("""{"alg":"none"}""", TestIssuer.Json(TestIssuer.Claims()), _ => []);
            case "alg nOnE": return TestIssuer.Sign("""{"alg":"nOnE","kid":"r1"}""", TestIssuer.Json(TestIssuer.Claims()), _ => []);
            case "alg none with a signature": return SignRsa("""{"alg":"none","kid":"r1"}""");
            case "public key as a secret": return TestIssuer.SecretToken(fixture.PublicKeyText, header: TestIssuer.Header("HS256", "r1"));
            case "public key as a secret, no kid": return TestIssuer.SecretToken(fixture.PublicKeyText);
            case "RS256 for an ES256 key": return SignRsa(TestIssuer.Header("RS256", "e1"));
            case "RS384": return SignRsa(TestIssuer.Header("RS384", "r1"));
            case "PS256": return SignRsa(TestIssuer.Header("PS256", "r1"));
            case "another's key": return SignOther(TestIssuer.Header("RS256", "r1"));
            case "own key in the header": return SignOther($$"""{"alg":"RS256","kid":"r1","jwk":{{TestIssuer.Jwk("r1", fixture.Other)}}}""");
            case "own key by address": return SignOther("""{"alg":"RS256","kid":"x","jku":"https://evil.example/jwks","x5u":"https://evil.example/x"}""");
            case "unknown kid": return SignRsa(TestIssuer.Header("RS256", "r9"));
            case "kid that is a path": return SignRsa(TestIssuer.Header("RS256", "../../dev/null"));
            case "no kid": return SignRsa(TestIssuer.Header("RS256", null));
            case "tampered claims": return $"{parts[0]}.{TestIssuer.Encode(TestIssuer.Json(TestIssuer.Claims(other: ("store_id", "shop-2"))))}.{parts[2]}";
            case "tampered header": return $"{TestIssuer.Encode("""{"alg":"RS256","kid":"r1"}""")}.{parts[1]}.{parts[2]}";
            case "tampered signature": return $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}";
            case "empty signature": return $"{parts[0]}.{parts[1]}.";
            case "ES256 signature of zeros": return TestIssuer.Sign(TestIssuer.Header("ES256", "e1"), TestIssuer.Json(TestIssuer.Claims()), _ => new byte[64]);
            case "ES256 signature as DER": return TestIssuer.Sign(
                TestIssuer.Header("ES256", "e1"), TestIssuer.Json(TestIssuer.Claims()), signed => fixture.Ec.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            case "crit": return SignRsa("""{"alg":"RS256","kid":"r1","crit":["b64"],"b64":false}""");
            case "alg twice": return SignRsa("""{"alg":"none","alg":"RS256","kid":"r1"}""");
            case "claim twice": return SignRsa(TestIssuer.Header("RS256", "r1"), TestIssuer.Json(TestIssuer.Claims()).Replace("{", "{\"store_id\":\"shop-2\",", StringComparison.Ordinal));
            case "header that is a list": return SignRsa("""["RS256"]""");
            case "kid as a number": return SignRsa("""{"alg":"RS256","kid":1}""");
            case "typ of something else": return SignRsa("""{"alg":"RS256","kid":"r1","typ":"dpop+jwt"}""");
            case "encrypted shape": return good + ".AAAA.AAAA";
            case "two parts": return $"{parts[0]}.{parts[1]}";
            case "padding": return good + "==";
            case "spaces within": return $"{parts[0]}. {parts[1]}.{parts[2]}";
            case "other last bits": return OtherLastBits(parts);
            case "too long": return SignRsa(TestIssuer.Header("RS256", "r1"), TestIssuer.Json(TestIssuer.Claims(other: ("x", new string('x', 8_192)))));
            case "nested deeply": return SignRsa(TestIssuer.Header("RS256", "r1"), $$"""{"x":{{new string('[', 200)}}{{new string(']', 200)}}}""");
            case "Basic": return "Basic dXNlcjpwYXNz";
            case "two tokens": return $"{good}, Bearer {good}";
            case "no exp": return Issuer.Token(TestIssuer.Claims(other: ("exp", null)));
            case "exp as text": return Issuer.Token(TestIssuer.Claims(other: ("exp", "9999999999")));
            case "exp beyond numbers": return SignRsa(TestIssuer.Header("RS256", "r1"), TestIssuer.Json(TestIssuer.Claims(other: ("exp", 123456))).Replace("123456", "1e999", StringComparison.Ordinal));
            case "no sub": return Issuer.Token(TestIssuer.Claims(other: ("sub", null)));
            case "empty sub": return Issuer.Token(TestIssuer.Claims(other: ("sub", "")));
            case "no store": return Issuer.Token(TestIssuer.Claims(other: ("store_id", null)));
            case "empty store": return Issuer.Token(TestIssuer.Claims(other: ("store_id", "")));
            case "store that is none": return Issuer.Token(TestIssuer.Claims(other: ("store_id", "Main Shop")));
            case "scope as a list": return Issuer.Token(TestIssuer.Claims(other: ("scope", new[] { "read:catalog" })));
            case "user and visitor": return Issuer.Token(TestIssuer.Claims(other: [("sub", "a"), ("user_id", "a"), ("anonymous_id", "a")]));
            case "user who is not the subject": return Issuer.Token(TestIssuer.Claims(other: ("user_id", "victim")));
            case "user as a number": return Issuer.Token(TestIssuer.Claims(other: [("sub", "1"), ("user_id", 1)]));
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private string SignRsa(string header, string? payload = null) => TestIssuer.Sign(
        header, payload ?? TestIssuer.Json(TestIssuer.Claims()), signed => fixture.Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private string SignOther(string header) => TestIssuer.Sign(
        header, TestIssuer.Json(TestIssuer.Claims()), signed => fixture.Other.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A 256-byte signature leaves four bits of its last letter unused: the same bytes, written otherwise.</summary>
    private static string OtherLastBits(string[] parts)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = letters[letters.IndexOf(parts[2][^1]) + 1];
        return $"{parts[0]}.{parts[1]}.{parts[2][..^1]}{last}";
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name.Replace("{id}", "1"), operation.Value);

    private async Task<Answer> CallAsync(string method, string path, string? token, string? body = null, params (string Name, string Value)[] headers) =>
        await CallAsync(method, path, token, body, null, headers);

    private async Task<Answer> CallAsync(string method, string path, string? token, string? body, TestStorefront? host, params (string Name, string Value)[] headers)
    {
        var authorization = token is null ? [] : new[] { ("Authorization", token.StartsWith("Basic", StringComparison.Ordinal) ? token : $"Bearer {token}") };
        var content = method is "POST" or "PUT" ? TestStorefront.Body(Encoding.UTF8.GetBytes(body ?? "{}"), "application/json") : null;
        return await (host ?? Host).SendAsync(new HttpMethod(method), path, content, [.. headers, .. authorization]);
    }
}
