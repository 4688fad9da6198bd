using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Tokens;

/// <summary>
/// Judges bearer tokens: signed JWTs in compact form (RFC 7519, 7515), by the rules of RFC 8725. The key says which algorithm is right; keys that a
/// token brings along (`jwk`, `jku`, `x5u`, `x5c`) are not looked at; nothing of a token is believed before its signature is.
/// </summary>
internal sealed class TokenValidator(IKeySource keys, TokenOptions options, TimeProvider time)
{
    /// <summary>Characters of a token, before anything of it is read.</summary>
    public const int MaxLength = 8 * 1024;

    private const int MaxSubject = 128;
    private const int MaxScopes = 64;

    /// <summary>Of the year 9999: a token may state any number.</summary>
    private const double LastSecond = 253_402_300_799;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public async ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MaxLength || !TryReadParts(token, out var header, out var payload, out var signature))
        {
            return Refuse(TokenFault.Malformed);
        }

        if (!TryReadHeader(header, out var algorithm, out var kid, out var fault))
        {
            return Refuse(fault);
        }

        if (await keys.GetAsync(cancellationToken) is not { } known)
        {
            return Refuse(TokenFault.KeysUnavailable);
        }

        var candidates = known.Find(kid);
        if (candidates.Count == 0)
        {
            candidates = (await keys.RefreshAsync(cancellationToken))?.Find(kid) ?? [];
        }

        if (candidates.Count == 0)
        {
            return Refuse(TokenFault.UnknownKey);
        }

        if (!candidates.Any(key => key.Algorithm == algorithm))
        {
            return Refuse(TokenFault.Algorithm);
        }

        var signed = Encoding.ASCII.GetBytes(token, 0, token.LastIndexOf('.'));
        return candidates.Any(key => key.Algorithm == algorithm && key.Verify(signed, signature))
            ? ReadClaims(payload)
            : Refuse(TokenFault.Signature);
    }

    private static TokenResult Refuse(TokenFault fault) => new(null, fault);

    private static bool TryReadParts(
        string token, [NotNullWhen(true)] out byte[]? header, [NotNullWhen(true)] out byte[]? payload, [NotNullWhen(true)] out byte[]? signature)
    {
        (header, payload, signature) = (null, null, null);
        var text = token.AsSpan();
        var first = text.IndexOf('.');
        var last = text.LastIndexOf('.');
        return first > 0 && last > first && text[(first + 1)..last].IndexOf('.') < 0
            && Base64UrlText.TryDecode(text[..first], out header)
            && Base64UrlText.TryDecode(text[(first + 1)..last], out payload)
            && Base64UrlText.TryDecode(text[(last + 1)..], out signature);
    }

    private static bool TryReadHeader(byte[] json, out string algorithm, out string? kid, out TokenFault fault)
    {
        (algorithm, kid, fault) = ("", null, TokenFault.Malformed);
        if (!TryParse(json, out var document))
        {
            return false;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.TryGetProperty("crit", out _))
            {
                fault = TokenFault.Critical;
                return false;
            }

            if (!TryText(root, "alg", required: true, out var named) || !TryText(root, "kid", required: false, out kid) || !TryText(root, "typ", required: false, out var type)
                || !(type is null || type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            algorithm = named!;
            fault = Algorithms.IsKnown(algorithm) ? TokenFault.None : TokenFault.Algorithm;
            return fault == TokenFault.None;
        }
    }

    private TokenResult ReadClaims(byte[] json)
    {
        if (!TryParse(json, out var document))
        {
            return Refuse(TokenFault.Malformed);
        }

        using (document)
        {
            var root = document.RootElement;
            var fault = Times(root, out var expires);
            fault = fault != TokenFault.None ? fault
                : !TryText(root, "iss", required: true, out var issuer) || issuer != options.Issuer ? TokenFault.Issuer
                : !IsForUs(root) ? TokenFault.Audience
                : TokenFault.None;
            return fault != TokenFault.None ? Refuse(fault)
                : ReadCaller(root) is { } caller ? new TokenResult(caller with { Expires = expires }, TokenFault.None)
                : Refuse(TokenFault.Claims);
        }
    }

    private TokenFault Times(JsonElement claims, out DateTimeOffset until)
    {
        until = default;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var skew = options.ClockSkew.TotalSeconds;
        if (!TrySeconds(claims, "exp", out var expires) || expires is null || !TrySeconds(claims, "nbf", out var begins))
        {
            return TokenFault.Claims;
        }

        until = DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(expires.Value + skew, 0, LastSecond));
        return now >= expires + skew ? TokenFault.Expired
            : begins is not null && now < begins - skew ? TokenFault.NotYetValid
            : TokenFault.None;
    }

    private bool IsForUs(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience))
        {
            return false;
        }

        return audience.ValueKind == JsonValueKind.Array
            ? audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(options.Audience))
            : audience.ValueKind == JsonValueKind.String && audience.ValueEquals(options.Audience);
    }

    private static Caller? ReadCaller(JsonElement claims)
    {
        if (!TryText(claims, "sub", required: true, out var subject) || subject!.Length is 0 or > MaxSubject * 2
            || !TryText(claims, "store_id", required: true, out var storeText) || storeText!.Length == 0 || !StoreId.TryParse(storeText, out var store)
            || !TryText(claims, "user_id", required: false, out var user) || !TryText(claims, "anonymous_id", required: false, out var anonymous)
            || ReadScopes(claims) is not { } scopes)
        {
            return null;
        }

        // A shopper's token names the shopper once, and is about nobody else: `sub` says the same.
        var named = user ?? anonymous;
        return (user is not null && anonymous is not null) || (named is not null && named != subject)
            ? null
            : new Caller
            {
                Subject = subject,
                Store = store,
                Scopes = scopes,
                Shopper = named is null ? null : (user is null ? ShopperKind.Anonymous : ShopperKind.Known, named),
            };
    }

    /// <summary>RFC 8693 4.2: names with a space between; none without the claim.</summary>
    private static HashSet<string>? ReadScopes(JsonElement claims)
    {
        if (!TryText(claims, "scope", required: false, out var text))
        {
            return null;
        }

        var scopes = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.Length <= MaxScopes ? scopes.ToHashSet(StringComparer.Ordinal) : null;
    }

    private static bool TryParse(byte[] json, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        document.Dispose();
        document = null;
        return false;
    }

    /// <summary>False when the value is no text, or is missing and required.</summary>
    private static bool TryText(JsonElement owner, string name, bool required, out string? text)
    {
        text = null;
        if (!owner.TryGetProperty(name, out var value))
        {
            return !required;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escape of half a character: no text.
            return false;
        }
    }

    private static bool TrySeconds(JsonElement claims, string name, out double? seconds)
    {
        seconds = null;
        if (!claims.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            return false;
        }

        seconds = number;
        return true;
    }
}
