using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Personalization.Hosting.Tokens;

/// <summary>A key with the one algorithm it is for: which one is said by the key, never by the token.</summary>
internal sealed class TokenKey
{
    private const int EcSignature = 64;

    private readonly Func<byte[], byte[], bool> _verify;

    private TokenKey(string? id, string algorithm, Func<byte[], byte[], bool> verify)
    {
        Id = id;
        Algorithm = algorithm;
        _verify = verify;
    }

    /// <summary>Its `kid`.</summary>
    public string? Id { get; }

    public string Algorithm { get; }

    public bool Verify(byte[] signed, byte[] signature) => _verify(signed, signature);

    public static TokenKey Rs256(string? id, RSAParameters parameters)
    {
        var size = parameters.Modulus!.Length;
        var pool = new Pool<RSA>(() => RSA.Create(parameters));
        return new TokenKey(id, Algorithms.Rs256, (signed, signature) => signature.Length == size
            && pool.Use(rsa => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    public static TokenKey Es256(string? id, ECParameters parameters)
    {
        var pool = new Pool<ECDsa>(() => ECDsa.Create(parameters));
        return new TokenKey(id, Algorithms.Es256, (signed, signature) => signature.Length == EcSignature
            && pool.Use(ec => ec.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)));
    }

    public static TokenKey Hs256(byte[] secret) => new(null, Algorithms.Hs256, (signed, signature) =>
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    });

    /// <summary>Instances of the platform's keys are not for several threads at a time.</summary>
    private sealed class Pool<T>(Func<T> create)
    {
        private readonly ConcurrentBag<T> _idle = [];

        public bool Use(Func<T, bool> verify)
        {
            var key = _idle.TryTake(out var idle) ? idle : create();
            try
            {
                return verify(key);
            }
            finally
            {
                _idle.Add(key);
            }
        }
    }
}
