using System.Diagnostics;

namespace Personalization.Profiles.Api.Telemetry;

/// <summary>The service's own steps of traces. Without a listener none is made.</summary>
internal static class ProfilesActivities
{
    private const string PublishInteractions = "publish interactions";

    private static readonly ActivitySource Source = new("Personalization.Profiles");

    /// <summary>Publishing goes on in the trace of the turn whose events it takes; null when it takes those of several, or nobody listens.</summary>
    public static Activity? StartPublishing(ActivityContext turn) =>
        turn == default ? null : Source.StartActivity(PublishInteractions, ActivityKind.Internal, turn);
}
