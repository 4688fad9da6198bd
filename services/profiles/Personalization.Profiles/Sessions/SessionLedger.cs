using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Sessions;

/// <summary>Recent sessions: an event continues one, or starts a new one; the oldest are cleaned away.</summary>
public static class SessionLedger
{
    /// <summary>The session an event belongs to, and the sessions with it.</summary>
    /// <param name="sessions">Newest first.</param>
    /// <param name="sessionId">As sent; null joins the session around that time, or starts one.</param>
    /// <param name="at">Unix milliseconds.</param>
    /// <param name="mintedId">Id of the session that is started when there is none to join.</param>
    /// <param name="options">Time-out and number kept.</param>
    public static (string Id, ImmutableArray<SessionMark> Sessions) Touch(ImmutableArray<SessionMark> sessions, string? sessionId, long at, string mintedId, LearningOptions options)
    {
        var timeout = (long)(options.SessionTimeoutMinutes * 60_000);
        for (var i = 0; i < sessions.Length; i++)
        {
            var session = sessions[i];
            var joins = sessionId is null
                ? at >= session.StartedAt - timeout && at <= session.LastAt + timeout
                : session.Id == sessionId;
            if (joins)
            {
                var grown = session with { StartedAt = Math.Min(session.StartedAt, at), LastAt = Math.Max(session.LastAt, at), Events = session.Events + 1 };
                return (session.Id, Bounded(sessions.SetItem(i, grown), options));
            }
        }

        var started = new SessionMark(sessionId ?? mintedId, at, at, 1);
        return (started.Id, Bounded(sessions.Add(started), options));
    }

    /// <summary>`active` until the time-out, `ended` after it.</summary>
    public static string StatusAt(SessionMark session, long now, LearningOptions options) =>
        now - session.LastAt <= options.SessionTimeoutMinutes * 60_000 ? "active" : "ended";

    public static ImmutableArray<SessionMark> Union(ImmutableArray<SessionMark> left, ImmutableArray<SessionMark> right, LearningOptions options)
    {
        var byId = left.Concat(right)
            .GroupBy(session => session.Id, StringComparer.Ordinal)
            .Select(group => new SessionMark(group.Key, group.Min(s => s.StartedAt), group.Max(s => s.LastAt), group.Sum(s => s.Events)));
        return Bounded([.. byId], options);
    }

    private static ImmutableArray<SessionMark> Bounded(ImmutableArray<SessionMark> sessions, LearningOptions options) =>
        [.. sessions.OrderByDescending(session => session.LastAt).ThenBy(session => session.Id, StringComparer.Ordinal).Take(options.KeptSessions)];
}
