using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Personalization.Sidecar.Invocation;

/// <summary>Whom a client of an https address trusts, and who it is itself.</summary>
internal sealed class ClientTls
{
    private const string PemMark = "-----BEGIN";

    private readonly X509Certificate2Collection? _roots;
    private readonly X509Certificate2? _own;

    private ClientTls(X509Certificate2Collection? roots, X509Certificate2? own)
    {
        _roots = roots;
        _own = own;
    }

    /// <param name="root">The authority that signed the other side's certificate: PEM text, or the path of a file of it. Null: those the machine trusts.</param>
    /// <param name="certificate">Our certificate, likewise; null: none.</param>
    /// <param name="key">Its private key, likewise.</param>
    /// <returns>Null when there is nothing to set.</returns>
    /// <exception cref="ArgumentException">A certificate without its key, or the other way round.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">What is given is no certificate or no key.</exception>
    public static ClientTls? Read(string? root, string? certificate, string? key)
    {
        if (root is null && certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null != key is null)
        {
            throw new ArgumentException("a client certificate needs its key, and a key its certificate");
        }

        X509Certificate2Collection? roots = null;
        if (root is not null)
        {
            roots = [];
            roots.ImportFromPem(Pem(root));
            if (roots.Count == 0)
            {
                throw new ArgumentException("there is no certificate in it");
            }
        }

        return new ClientTls(roots, certificate is null ? null : X509Certificate2.CreateFromPem(Pem(certificate), Pem(key!)));
    }

    public void Apply(SslClientAuthenticationOptions options)
    {
        if (_roots is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_roots);
        }

        if (_own is not null)
        {
            options.ClientCertificates = [_own];
        }
    }

    private static string Pem(string textOrPath) => textOrPath.Contains(PemMark, StringComparison.Ordinal) ? textOrPath : File.ReadAllText(textOrPath);
}
