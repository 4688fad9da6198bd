namespace Personalization.Sidecar.Secrets;

/// <summary>daprd's error codes of secrets, as its clients compare them.</summary>
internal static class SecretErrorCodes
{
    public const string NotConfigured = "ERR_SECRET_STORES_NOT_CONFIGURED";
    public const string NotFound = "ERR_SECRET_STORE_NOT_FOUND";
    public const string Denied = "ERR_PERMISSION_DENIED";
    public const string Get = "ERR_SECRET_GET";
}
