using System.Security.Cryptography;
using System.Text;

namespace Personalization.Sidecar.Api;

/// <summary>The token that callers of the API must carry, compared in constant time.</summary>
internal sealed class ApiToken(string? token)
{
    private readonly byte[]? _token = token is null ? null : Encoding.UTF8.GetBytes(token);

    /// <param name="given">What the caller sent; null: nothing.</param>
    public bool Accepts(string? given) =>
        _token is null || (given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token));
}
