namespace Personalization.Storefront.Api.Options;

/// <summary>The public door. Section `Public`, and PUBLIC_HOST and PUBLIC_PORT of the environment over it.</summary>
internal sealed class PublicOptions
{
    public const string Section = "Public";

    /// <summary>Address to listen on. Anything but loopback needs `Auth:Mode=bearer`, or the start is refused.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>Origins whose pages may call from a browser, such as `https://shop.example`; none by default, and never `*`.</summary>
    public string[] CorsOrigins { get; set; } = [];
}
