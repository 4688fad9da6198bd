using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.State;

/// <summary>The stored entry is not the one the writer saw. Never retried: the writer must read again.</summary>
internal sealed class ETagMismatchException(string key)
    : Exception("possible etag mismatch. error from state store: the stored version differs"), IPermanentFailure
{
    /// <summary>The full key whose condition failed.</summary>
    public string Key { get; } = key;
}
