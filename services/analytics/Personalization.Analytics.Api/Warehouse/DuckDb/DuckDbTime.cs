namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>DuckDB's TIMESTAMP: microseconds since 1970-01-01 UTC.</summary>
internal static class DuckDbTime
{
    internal static long Microseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
