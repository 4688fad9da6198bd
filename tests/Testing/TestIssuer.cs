using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Personalization.Testing;

/// <summary>Signs tokens, as a shop's identity provider does; and wrongly, as no provider would.</summary>
public sealed class TestIssuer : IDisposable
{
    public const string Issuer = "https://id.shop.example";
    public const string Audience = "personalization";
    public const string AllScopes = "read:catalog read:profiles write:profiles write:events merge:profiles write:catalog read:analytics read:system";
    public const string ShopperScopes = "read:catalog read:profiles write:profiles write:events";

    private readonly List<(string Kid, RSA Key)> _rsa = [];
    private readonly List<(string Kid, ECDsa Key)> _ec = [];

    /// <summary>The JWKS of every key added so far.</summary>
    public string Jwks => $$"""{"keys":[{{string.Join(',', [.. _rsa.Select(key => Jwk(key.Kid, key.Key)), .. _ec.Select(key => Jwk(key.Kid, key.Key))])}}]}""";

    public RSA AddRsa(string kid, int bits = 2048)
    {
        var key = RSA.Create(bits);
        _rsa.Add((kid, key));
        return key;
    }

    public ECDsa AddEc(string kid)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _ec.Add((kid, key));
        return key;
    }

    public void Remove(string kid)
    {
        _rsa.RemoveAll(key => key.Kid == kid);
        _ec.RemoveAll(key => key.Kid == kid);
    }

    /// <summary>Claims of a good token; each can be another value, or null to be absent.</summary>
    public static Dictionary<string, object?> Claims(string scope = AllScopes, params (string Name, object? Value)[] other)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "shop-backend",
            ["store_id"] = "main",
            ["scope"] = scope,
            ["exp"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in other)
        {
            claims[name] = value;
        }

        return claims;
    }

    /// <summary>A shopper's token, with everything a shopper may have.</summary>
    public static Dictionary<string, object?> ShopperClaims(string claim, string id) => Claims(ShopperScopes, ("sub", id), (claim, id));

    public string Token(Dictionary<string, object?>? claims = null, string kid = "r1") =>
        Sign(Header("RS256", kid), Json(claims ?? Claims()), signed => _rsa.Find(key => key.Kid == kid).Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string EcToken(Dictionary<string, object?>? claims = null, string kid = "e1") =>
        Sign(Header("ES256", kid), Json(claims ?? Claims()), signed => _ec.Find(key => key.Kid == kid).Key.SignData(signed, HashAlgorithmName.SHA256));

    public static string SecretToken(string secret, Dictionary<string, object?>? claims = null, string? header = null) =>
        Sign(header ?? Header("HS256", null), Json(claims ?? Claims()), signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    public static string Header(string algorithm, string? kid) =>
        kid is null ? $$"""{"alg":"{{algorithm}}","typ":"JWT"}""" : $$"""{"alg":"{{algorithm}}","kid":"{{kid}}","typ":"JWT"}""";

    public static string Json(Dictionary<string, object?> claims) =>
        JsonSerializer.Serialize(claims.Where(claim => claim.Value is not null).ToDictionary(claim => claim.Key, claim => claim.Value));

    /// <summary>Any header and payload under any signature.</summary>
    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Jwk(string kid, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{kid}}","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}""";
    }

    public static string Jwk(string kid, ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","crv":"P-256","alg":"ES256","kid":"{{kid}}","x":"{{Base64Url.EncodeToString(parameters.Q.X)}}","y":"{{Base64Url.EncodeToString(parameters.Q.Y)}}"}""";
    }

    public void Dispose()
    {
        _rsa.ForEach(key => key.Key.Dispose());
        _ec.ForEach(key => key.Key.Dispose());
    }
}
