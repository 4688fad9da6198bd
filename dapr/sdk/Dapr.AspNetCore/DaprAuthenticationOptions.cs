using Microsoft.AspNetCore.Authentication;

namespace Dapr.AspNetCore;

/// <summary>How the sidecar is known.</summary>
public class DaprAuthenticationOptions : AuthenticationSchemeOptions
{
    internal const string DefaultScheme = "Dapr";

    /// <summary>The token the sidecar sends; default comes from the process environment.</summary>
    public string? Token { get; set; } = DaprDefaults.GetDefaultAppApiToken(null);
}
