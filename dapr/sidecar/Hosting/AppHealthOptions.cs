namespace Personalization.Sidecar.Hosting;

/// <summary>The probe of <c>--enable-app-health-check</c>.</summary>
internal sealed record AppHealthOptions
{
    public string Path { get; init; } = "/healthz";

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Failures in a row until the app counts as unhealthy; one success makes it healthy again.</summary>
    public int Threshold { get; init; } = 3;
}
