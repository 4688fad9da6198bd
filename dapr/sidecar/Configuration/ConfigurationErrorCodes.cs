namespace Personalization.Sidecar.Configuration;

/// <summary>daprd's error codes of configuration, as its clients compare them.</summary>
internal static class ConfigurationErrorCodes
{
    public const string NotConfigured = "ERR_CONFIGURATION_STORE_NOT_CONFIGURED";
    public const string NotFound = "ERR_CONFIGURATION_STORE_NOT_FOUND";
    public const string Get = "ERR_CONFIGURATION_GET";
    public const string Subscribe = "ERR_CONFIGURATION_SUBSCRIBE";
    public const string Unsubscribe = "ERR_CONFIGURATION_UNSUBSCRIBE";
    public const string NoApp = "ERR_APP_CHANNEL_NIL";
}
