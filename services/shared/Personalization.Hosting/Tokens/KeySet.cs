namespace Personalization.Hosting.Tokens;

/// <summary>The keys that are trusted at a moment.</summary>
internal sealed class KeySet(IReadOnlyList<TokenKey> keys)
{
    public int Count => keys.Count;

    /// <summary>
    /// The keys that may have signed: those of the token's `kid`; without one, the only key there is. Shared secrets have no ids, and each is tried.
    /// </summary>
    public IReadOnlyList<TokenKey> Find(string? kid)
    {
        if (keys.Count > 0 && keys.All(key => key.Algorithm == Algorithms.Hs256))
        {
            return keys;
        }

        if (kid is null)
        {
            return keys.Count == 1 ? keys : [];
        }

        return [.. keys.Where(key => string.Equals(key.Id, kid, StringComparison.Ordinal))];
    }
}
