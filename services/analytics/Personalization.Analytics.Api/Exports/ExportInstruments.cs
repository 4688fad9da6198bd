using System.Diagnostics.Metrics;
using Personalization.Analytics.Api.Warehouse;

namespace Personalization.Analytics.Api.Exports;

/// <summary>What exports tell of themselves.</summary>
internal sealed class ExportInstruments
{
    private readonly Counter<long> _days;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;

    public ExportInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(WarehouseInstruments.MeterName);
        _days = meter.CreateCounter<long>("analytics_export_days_total", description: "Days written as files.");
        _rows = meter.CreateCounter<long>("analytics_export_rows_total", description: "Rows written into files.");
        _bytes = meter.CreateCounter<long>("analytics_export_bytes_total", description: "Bytes of the files written.");
        _failures = meter.CreateCounter<long>("analytics_export_failures_total", description: "Runs that stopped before their end.");
    }

    public void Exported(long rows, long bytes)
    {
        _days.Add(1);
        _rows.Add(rows);
        _bytes.Add(bytes);
    }

    public void Failed() => _failures.Add(1);
}
