namespace Personalization.Sidecar.Locks;

/// <summary>What an unlock found; the numbers are those of Dapr's API.</summary>
internal enum UnlockStatus
{
    /// <summary>It was held by the owner and is free now.</summary>
    Success = 0,

    /// <summary>Nobody holds it.</summary>
    LockDoesNotExist = 1,

    /// <summary>Another owner holds it.</summary>
    LockBelongsToOthers = 2,

    /// <summary>The store failed.</summary>
    InternalError = 3,
}
