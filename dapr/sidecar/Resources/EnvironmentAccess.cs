namespace Personalization.Sidecar.Resources;

/// <summary>Which environment variables resources and secret stores may read.</summary>
internal static class EnvironmentAccess
{
    private const string AppToken = "APP_API_TOKEN";
    private const string DaprPrefix = "DAPR_";

    /// <summary>False for the token of the app and for all variables of Dapr, whatever their case.</summary>
    public static bool IsAllowed(string variable) =>
        variable.Length > 0
        && !variable.Contains(' ')
        && !variable.Equals(AppToken, StringComparison.OrdinalIgnoreCase)
        && !variable.StartsWith(DaprPrefix, StringComparison.OrdinalIgnoreCase);
}
