using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Invocation;

/// <summary>An HTTPEndpoint over TLS: whom the sidecar trusts and who it is itself comes from <c>clientTLS</c>, as text, as a file or as a secret.</summary>
[Trait("req", "R10.2")]
public sealed class ClientTlsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority("shop's authority");
    private WebApplication _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var certificate = Issue("127.0.0.1", _authority);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (client, _, _) => client.Issuer == _authority.Subject;
        })));
        _server = builder.Build();
        _server.Run(async http => await http.Response.WriteAsync($"hello {http.Connection.ClientCertificate?.Subject}", Token));
        await _server.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Invoke_WithOwnCertificateAsASecret_IsTheCallerThatTheServerWants()
    {
        var own = Issue("app", _authority);
        await using var sidecar = await StartAsync(_authority, own);
        using var client = sidecar.Client();

        (await client.GetStringAsync("/v1.0/invoke/shop/method/x", Token)).ShouldBe("hello CN=app");
    }

    [Fact]
    public async Task Invoke_OfAServerThatTheAuthorityDidNotSign_Fails()
    {
        using var stranger = Authority("another authority");
        await using var sidecar = await StartAsync(stranger, Issue("app", _authority));
        using var client = sidecar.Client();

        (await client.GetAsync("/v1.0/invoke/shop/method/x", Token)).IsSuccessStatusCode.ShouldBeFalse();
    }

    private Task<TestSidecar> StartAsync(X509Certificate2 trusted, X509Certificate2 own)
    {
        var secrets = _folder.Write("secrets.json", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["certificate"] = own.ExportCertificatePem(),
            ["key"] = own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
        }));
        var root = _folder.Write("root.pem", trusted.ExportCertificatePem());
        return TestSidecar.StartAsync(
            $$$"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: vault}
            spec: {type: secretstores.local.file, version: v1, metadata: [{name: secretsFile, value: "{{{secrets}}}"}]}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: HTTPEndpoint
            metadata: {name: shop}
            spec:
              baseUrl: https://127.0.0.1:{{{new Uri(_server.Urls.Single()).Port}}}
              clientTLS:
                rootCA: {value: "{{{root}}}"}
                certificate: {secretKeyRef: {name: certificate, key: certificate}}
                privateKey: {secretKeyRef: {name: key, key: key}}
            auth: {secretStore: vault}
            """,
            [new AppOptions { AppId = "app" }]);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(string name, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3, 4, 5, 6, 7, 8]);
        return issued.CopyWithPrivateKey(key);
    }
}
