using System.Security.Cryptography;
using System.Text.Json;

namespace Personalization.Hosting.Tokens;

/// <summary>
/// Reads a JWKS (RFC 7517). Keys for anything but RS256 and ES256 signatures are passed over, symmetric ones too: a public document holds no
/// secret. What is left must be sound, and there must be at least one.
/// </summary>
internal static class Jwks
{
    public const int MaxBytes = 256 * 1024;

    private const int MaxKeys = 100;
    private const int LeastRsaBytes = 256;
    private const int EcBytes = 32;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <exception cref="FormatException">It is no JWKS, has no key for signatures, or two of one id.</exception>
    public static KeySet Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var entries) || entries.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException("The JWKS has no array 'keys'.");
            }

            var keys = entries.EnumerateArray().Take(MaxKeys).Select(Read).OfType<TokenKey>().ToList();
            if (keys.Count == 0)
            {
                throw new FormatException("The JWKS has no key for RS256 or ES256 signatures.");
            }

            if (keys.GroupBy(key => key.Id, StringComparer.Ordinal).Any(group => group.Count() > 1))
            {
                throw new FormatException("The JWKS has two keys of one 'kid': which of them signed could not be told.");
            }

            return new KeySet(keys);
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException)
        {
            throw new FormatException("The JWKS could not be read.", exception);
        }
    }

    private static TokenKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig") || !MayVerify(key))
        {
            return null;
        }

        var algorithm = Text(key, "alg");
        return Text(key, "kty") switch
        {
            "RSA" when algorithm is null or Algorithms.Rs256 => Rsa(key),
            "EC" when algorithm is null or Algorithms.Es256 => Ec(key),
            _ => null,
        };
    }

    private static bool MayVerify(JsonElement key) => !key.TryGetProperty("key_ops", out var operations)
        || (operations.ValueKind == JsonValueKind.Array && operations.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals("verify")));

    private static TokenKey Rsa(JsonElement key)
    {
        var modulus = Bytes(key, "n");
        return modulus.Length >= LeastRsaBytes
            ? TokenKey.Rs256(Text(key, "kid"), new RSAParameters { Modulus = modulus, Exponent = Bytes(key, "e") })
            : throw new FormatException("The JWKS has an RSA key of fewer than 2048 bits.");
    }

    private static TokenKey? Ec(JsonElement key)
    {
        if (Text(key, "crv") != "P-256")
        {
            return null;
        }

        var (x, y) = (Bytes(key, "x"), Bytes(key, "y"));
        if (x.Length != EcBytes || y.Length != EcBytes)
        {
            throw new FormatException("The JWKS has a P-256 key whose coordinates are not 32 bytes each.");
        }

        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        using (ECDsa.Create(parameters))
        {
            // A point off the curve is refused here, and not with the first token.
        }

        return TokenKey.Es256(Text(key, "kid"), parameters);
    }

    private static byte[] Bytes(JsonElement key, string name) => Text(key, name) is { } text && Base64UrlText.TryDecode(text, out var bytes) && bytes.Length > 0
        ? bytes
        : throw new FormatException($"The JWKS has a key whose '{name}' is no base64url.");

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
