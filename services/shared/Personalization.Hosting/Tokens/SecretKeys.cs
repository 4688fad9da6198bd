using System.Text;

namespace Personalization.Hosting.Tokens;

/// <summary>The shared secrets of HS256: the one in force, and the one before.</summary>
internal sealed class SecretKeys : IKeySource
{
    public const int LeastBytes = 32;

    private readonly KeySet _keys;

    /// <exception cref="InvalidOperationException">A secret is too short to withstand guessing (RFC 7518 3.2).</exception>
    public SecretKeys(params string?[] secrets)
    {
        var bytes = secrets.OfType<string>().Select(Encoding.UTF8.GetBytes).ToList();
        if (bytes.Exists(secret => secret.Length < LeastBytes))
        {
            throw new InvalidOperationException($"Auth:Secret is shorter than {LeastBytes} bytes: tokens could be forged by guessing it. Take {LeastBytes} random bytes or more.");
        }

        _keys = new KeySet([.. bytes.Select(TokenKey.Hs256)]);
    }

    public ValueTask<KeySet?> GetAsync(CancellationToken cancellationToken) => new(_keys);

    public ValueTask<KeySet?> RefreshAsync(CancellationToken cancellationToken) => new(_keys);
}
