using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Personalization.Abstractions.Identity;
using Personalization.Hosting.Tokens;

namespace Personalization.Hosting.Access;

/// <summary>
/// Lets a process through its own door before others come, where tokens are asked for and it has none: a secret that never leaves it, good for
/// reading, and for events that are refused later on. Nobody else can have it, so nothing has to be configured.
/// </summary>
public sealed class RehearsalPass
{
    public const string Header = "X-Rehearsal";

    private const int Bytes = 32;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(Bytes);

    /// <summary>What to send in the header.</summary>
    public string Text => Convert.ToHexString(_secret);

    internal Caller Caller { get; } = new()
    {
        Subject = "rehearsal",
        Store = StoreId.Main,
        Scopes = new HashSet<string>(StringComparer.Ordinal) { Scopes.ReadCatalog, Scopes.ReadProfiles, Scopes.ReadAnalytics, Scopes.WriteEvents },
    };

    internal bool IsShown(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var secret = new byte[Bytes];
        return given.Count == 1
            && given[0] is { Length: Bytes * 2 } text
            && Convert.FromHexString(text, secret, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == Bytes
            && CryptographicOperations.FixedTimeEquals(secret, _secret);
    }
}
