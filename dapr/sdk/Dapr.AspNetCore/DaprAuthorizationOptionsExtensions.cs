using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Adds the policy that lets in only the sidecar.</summary>
public static class DaprAuthorizationOptionsExtensions
{
    /// <summary>Adds the policy under a name.</summary>
    public static void AddDapr(this AuthorizationOptions options, string name = "Dapr") =>
        options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().AddAuthenticationSchemes(DaprAuthenticationOptions.DefaultScheme));
}
