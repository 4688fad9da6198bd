namespace Personalization.Sidecar.Resiliency;

/// <summary>Marks an exception that stands for an app's HTTP status, so that a retry's <c>matching</c> can narrow on it.</summary>
internal interface IStatusFailure
{
    int Status { get; }
}
