namespace Dapr.Actors.Wire;

/// <summary>Names on the actor wire, sidecar to application and back.</summary>
internal static class ActorWire
{
    public const string ReentrancyHeader = "Dapr-Reentrancy-Id";
    public const string ErrorResponseHeader = "X-DaprErrorResponseHeader";
    public const string TtlExpireTimeHeader = "metadata.ttlExpireTime";
    public const string ErrorDoesNotExist = "ERR_DOES_NOT_EXIST";
    public const string JsonContentType = "application/json";

    /// <summary>
    /// Marks a call made through an actor's interface: more than one argument is a JSON array, and an exception comes back as an answer with
    /// <see cref="ErrorResponseHeader"/>. Hosts that do not know it treat the call as a plain one.
    /// </summary>
    public const string TypedCallHeader = "X-DaprTypedCall";
}
