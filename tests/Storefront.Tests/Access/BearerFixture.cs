using System.Security.Cryptography;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Access;

/// <summary>A storefront that asks for tokens, and an issuer whose keys it reads from a file.</summary>
public sealed class BearerFixture : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private DateTime _published = DateTime.UtcNow.AddHours(-1);

    public TestIssuer Issuer { get; } = new();

    public RSA Rsa { get; private set; } = null!;

    public ECDsa Ec { get; private set; } = null!;

    /// <summary>A key that nobody published.</summary>
    public RSA Other { get; } = RSA.Create(2048);

    /// <summary>What an attacker has of the key: its public half, as text.</summary>
    public string PublicKeyText => Rsa.ExportSubjectPublicKeyInfoPem();

    internal TestStorefront Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Rsa = Issuer.AddRsa("r1");
        Ec = Issuer.AddEc("e1");
        Publish();
        Host = await TestStorefront.StartAsync(settings: Settings(_file));
        await Host.WaitForCatalogueAsync();
    }

    /// <summary>Writes the issuer's keys as they are now. The file's time moves, however coarse the file system's clock is.</summary>
    public void Publish()
    {
        File.WriteAllText(_file, Issuer.Jwks);
        File.SetLastWriteTimeUtc(_file, _published += TimeSpan.FromSeconds(10));
    }

    internal static Dictionary<string, string?> Settings(string jwks) => new()
    {
        ["Auth:Mode"] = "bearer",
        ["Auth:Issuer"] = TestIssuer.Issuer,
        ["Auth:Audience"] = TestIssuer.Audience,
        ["Auth:JwksFile"] = jwks,
    };

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Issuer.Dispose();
        Other.Dispose();
        File.Delete(_file);
    }
}
