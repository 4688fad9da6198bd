namespace Personalization.Hosting.Tokens;

/// <summary>Whose tokens are taken (`Auth:Mode=bearer`). Section `Auth`. Exactly one source of keys.</summary>
public sealed class TokenOptions
{
    public const string Section = "Auth";

    /// <summary>The claim `iss`, exactly.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>What the claim `aud` must be or contain.</summary>
    public string Audience { get; set; } = "";

    /// <summary>A file with a JWKS (RFC 7517); read again when it changes.</summary>
    public string? JwksFile { get; set; }

    /// <summary>Where a JWKS is fetched. https, or http on loopback.</summary>
    public string? JwksUrl { get; set; }

    /// <summary>A file whose trimmed content is the shared secret of HS256, at least 32 bytes: from a secret store, never from the repository.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The secret itself. Danger: environments are easily listed; prefer <see cref="SecretFile"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>The secret before: tokens signed with it are still taken, so that it can be changed without a break.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>How far clocks may differ. Above a few minutes expired tokens live on.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Keys are fetched anew after so long. A withdrawn key is trusted until then.</summary>
    public TimeSpan KeysFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>At most one fetch in so long, however many tokens name unknown keys.</summary>
    public TimeSpan FetchInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>While the source fails, keys that were had are trusted so long. Longer: a withdrawn key outlives an outage of the source.</summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(24);
}
