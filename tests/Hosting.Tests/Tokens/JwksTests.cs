using System.Security.Cryptography;
using System.Text;
using Personalization.Hosting.Tokens;
using Personalization.Testing;

namespace Personalization.Hosting.Tests.Tokens;

public sealed class JwksTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    [Fact]
    public void Parse_KeysForOtherThings_ArePassedOver()
    {
        _issuer.AddRsa("r1");
        _issuer.AddEc("e1");
        using var other = RSA.Create(2048);
        var keys = Parse(_issuer.Jwks.Replace("""{"keys":[""", $$"""
            {"keys":[{"kty":"oct","kid":"s","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"},{"kty":"OKP","crv":"Ed25519","kid":"o","x":"AA"},
            {{TestIssuer.Jwk("enc", other).Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal)}},{{TestIssuer.Jwk("ps", other).Replace("\"use\"", "\"alg\":\"PS256\",\"use\"", StringComparison.Ordinal)}},7,
            """, StringComparison.Ordinal));

        keys.Count.ShouldBe(2);
        keys.Find("r1").ShouldHaveSingleItem().Algorithm.ShouldBe("RS256");
        keys.Find("e1").ShouldHaveSingleItem().Algorithm.ShouldBe("ES256");
        keys.Find("s").ShouldBeEmpty();
        keys.Find(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"a","n":"AQ==","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    public void Parse_NoKeys_IsRefused(string json) => Should.Throw<FormatException>(() => Parse(json));

    [Fact]
    public void Parse_ShortRsaKey_IsRefused()
    {
        _issuer.AddRsa("short", 1024);

        Should.Throw<FormatException>(() => Parse(_issuer.Jwks)).Message.ShouldContain("2048");
    }

    [Fact]
    public void Parse_TwoKeysOfOneId_IsRefused()
    {
        _issuer.AddRsa("same");
        _issuer.AddEc("same");

        Should.Throw<FormatException>(() => Parse(_issuer.Jwks)).Message.ShouldContain("kid");
    }

    [Fact]
    public void Parse_PointOffTheCurve_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var x = key.ExportParameters(false).Q.X!;
        var json = $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"{{System.Buffers.Text.Base64Url.EncodeToString(x)}}","y":"{{System.Buffers.Text.Base64Url.EncodeToString(x)}}"}]}""";

        Should.Throw<FormatException>(() => Parse(json));
    }

    public void Dispose() => _issuer.Dispose();

    private static KeySet Parse(string json) => Jwks.Parse(Encoding.UTF8.GetBytes(json));
}
