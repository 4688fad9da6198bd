namespace Personalization.Sidecar.Locks;

/// <summary>daprd's error codes of locks, as its clients compare them.</summary>
internal static class LockErrorCodes
{
    public const string NotConfigured = "ERR_LOCK_STORE_NOT_CONFIGURED";
    public const string NotFound = "ERR_LOCK_STORE_NOT_FOUND";
    public const string TryLock = "ERR_TRY_LOCK";
    public const string Unlock = "ERR_UNLOCK";
}
