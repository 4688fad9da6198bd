using System.Diagnostics.Metrics;

namespace Personalization.Analytics.Api.Warehouse;

/// <summary>What the warehouse tells of itself.</summary>
internal sealed class WarehouseInstruments
{
    public const string MeterName = "Personalization.Analytics.Warehouse";

    private readonly Counter<long> _rows;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _commit;

    public WarehouseInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _rows = meter.CreateCounter<long>("analytics_warehouse_rows_total", description: "Events added to the warehouse.");
        _repeats = meter.CreateCounter<long>("analytics_warehouse_repeats_total", description: "Deliveries of events the warehouse already had.");
        _failures = meter.CreateCounter<long>("analytics_warehouse_commit_failures_total", description: "Commits that failed and are tried again.");
        _commit = meter.CreateHistogram<double>("analytics_warehouse_commit_duration_seconds", "s", "Time of one commit.");
    }

    public void Committed(long added, long repeats, TimeSpan duration)
    {
        _rows.Add(added);
        _repeats.Add(repeats);
        _commit.Record(duration.TotalSeconds);
    }

    public void Failed() => _failures.Add(1);
}
