namespace Personalization.Sidecar.Resources;

/// <summary>An entry of a Configuration's <c>secrets.scopes</c>: which secrets of a store an app may read. Components' references are not limited by it.</summary>
/// <param name="StoreName">The secret store.</param>
/// <param name="DeniesByDefault">What no list names is refused.</param>
/// <param name="Allowed">When not empty, these alone may be read.</param>
/// <param name="Denied">Without <paramref name="Allowed"/>: these may not.</param>
internal sealed record SecretScope(string StoreName, bool DeniesByDefault, IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    public const string Allow = "allow";
    public const string Deny = "deny";

    public bool Allows(string secret) =>
        Allowed.Count > 0 ? Allowed.Contains(secret, StringComparer.Ordinal) : !Denied.Contains(secret, StringComparer.Ordinal) && !DeniesByDefault;
}
