using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Invocation;

/// <summary>The app answered a call of the sidecar with a status that says it did not take it.</summary>
internal sealed class AppStatusException(int status) : Exception($"the app answered {status}"), IStatusFailure
{
    public int Status { get; } = status;
}
