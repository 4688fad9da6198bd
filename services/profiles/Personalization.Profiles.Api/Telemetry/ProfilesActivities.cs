using System.Diagnostics;

namespace Personalization.Profiles.Api.Telemetry;

/// <summary>The service's own steps of traces. Without a listener none is made.</summary>
internal static class ProfilesActivities
{
    private const string PublishInteractions = "publish interactions";

    private static readonly ActivitySource Source = new("Personalization.Profiles");

    /// <summary>Publishing goes on in the trace of the turn whose events it takes; of several turns it is a trace of its own, with a link to each of theirs.</summary>
    /// <returns>Null when there is no trace, or nobody listens.</returns>
    public static Activity? StartPublishing(IReadOnlyCollection<ActivityContext> turns)
    {
        var traces = turns.Where(turn => turn != default).DistinctBy(turn => turn.TraceId).ToList();
        return traces.Count switch
        {
            0 => null,
            1 => Source.StartActivity(PublishInteractions, ActivityKind.Internal, traces[0]),
            _ => Source.StartActivity(PublishInteractions, ActivityKind.Internal, default(ActivityContext), links: traces.Select(trace => new ActivityLink(trace))),
        };
    }
}
