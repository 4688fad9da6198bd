namespace Personalization.Abstractions.Naming;

/// <summary>Methods of the analytics service for service invocation.</summary>
public static class AnalyticsRoutes
{
    /// <summary>
    /// GET with query `store_id` (always), `from` and `to` (RFC 3339 UTC), `type` (canonical), `user_id` (all optional, percent-encoded) ->
    /// `{count, by_day:[{day, count}], by_type:{}, as_of}`, the public answer of `GET /api/analytics/events`.
    /// </summary>
    public const string Events = "internal/events";
}
