namespace Personalization.Sidecar.Api;

/// <summary>daprd's error codes, as its clients compare them.</summary>
internal static class ErrorCodes
{
    public const string MalformedRequest = "ERR_MALFORMED_REQUEST";
    public const string Unimplemented = "ERR_API_UNIMPLEMENTED";
    public const string Internal = "ERR_INTERNAL";

    public const string HealthNotReady = "ERR_HEALTH_NOT_READY";
    public const string HealthAppIdNotMatch = "ERR_HEALTH_APPID_NOT_MATCH";
    public const string OutboundHealthNotReady = "ERR_OUTBOUND_HEALTH_NOT_READY";

    public const string DirectInvoke = "ERR_DIRECT_INVOKE";

    public const string StateStoreNotFound = "ERR_STATE_STORE_NOT_FOUND";
    public const string StateStoreNotConfigured = "ERR_STATE_STORE_NOT_CONFIGURED";
    public const string StateStoreNotSupported = "ERR_STATE_STORE_NOT_SUPPORTED";
    public const string StateGet = "ERR_STATE_GET";
    public const string StateSave = "ERR_STATE_SAVE";
    public const string StateDelete = "ERR_STATE_DELETE";
    public const string StateTransaction = "ERR_STATE_TRANSACTION";
    public const string StateOperationNotSupported = "ERR_NOT_SUPPORTED_STATE_OPERATION";
}
