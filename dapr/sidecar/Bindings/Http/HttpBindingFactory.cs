using System.Globalization;
using Personalization.Sidecar.Cli;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Bindings.Http;

/// <summary><c>bindings.http</c>.</summary>
internal sealed class HttpBindingFactory : IComponentFactory
{
    private const string UrlField = "url";
    private const string ErrorField = "errorIfNot2XX";
    private const string TimeoutField = "responseTimeout";
    private const string MaxField = "maxResponseBodySize";
    private const string TokenField = "securityToken";
    private const string TokenHeaderField = "securityTokenHeader";
    private const string RootField = "MTLSRootCA";
    private const string CertificateField = "MTLSClientCert";
    private const string KeyField = "MTLSClientKey";
    private const string RenegotiationField = "MTLSRenegotiation";

    public string Type => "bindings.http";

    public IReadOnlyCollection<string> Fields { get; } =
    [
        UrlField, ErrorField, TimeoutField, MaxField, TokenField, TokenHeaderField, RootField, CertificateField, KeyField, RenegotiationField, .. BindingFields.All,
    ];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        BindingFields.Check(settings);
        var url = settings.Required(UrlField);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw settings.Bad(UrlField, $"'{url}' is not an http or https address");
        }

        var timeout = settings.Duration(TimeoutField, TimeSpan.Zero, TimeSpan.FromTicks(1) / 100);
        var size = settings.Text(MaxField);
        return new HttpBinding(new HttpBindingOptions
        {
            Url = url,
            ErrorIfNot2XX = settings.Flag(ErrorField, otherwise: true),
            ResponseTimeout = timeout > TimeSpan.Zero ? timeout : null,
            MaxResponseBytes = size is null ? HttpBindingOptions.DefaultMaxResponseBytes : Size(settings, size),
            SecurityToken = settings.Text(TokenField),
            SecurityTokenHeader = settings.Text(TokenHeaderField),
            Tls = Tls(settings),
        });
    }

    /// <summary>A number alone counts bytes here.</summary>
    private static long Size(ComponentSettings settings, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : ByteSize.Parse(text) ?? throw settings.Bad(MaxField, $"'{text}' is not a size such as 100Mi");

    private static ClientTls? Tls(ComponentSettings settings)
    {
        try
        {
            return ClientTls.Read(settings.Text(RootField), settings.Text(CertificateField), settings.Text(KeyField));
        }
        catch (Exception e) when (e is IOException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw settings.Bad(settings.Text(RootField) is null ? CertificateField : RootField, $"is no certificate that can be used: {e.Message}");
        }
    }
}
