using System.Text;
using Personalization.Load.Measures;

namespace Personalization.Load.Reporting;

/// <summary>Measurements as a table for people.</summary>
public static class MeasurementTable
{
    public static string Write(IReadOnlyList<Measurement> measurements)
    {
        List<string[]> rows = [["measure", "value", "unit", "yardstick", "ratio", "p50 ms", "p90 ms", "p99 ms", "goal", ""]];
        rows.AddRange(measurements.Select(Row));
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var table = new StringBuilder();
        foreach (var row in rows)
        {
            table.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return table.ToString();
    }

    private static string[] Row(Measurement measurement) =>
    [
        measurement.Measure,
        Text(measurement.Value),
        measurement.Unit,
        Text(measurement.Yardstick),
        Text(measurement.Ratio),
        Text(measurement.Latency?.P50),
        Text(measurement.Latency?.P90),
        Text(measurement.Latency?.P99),
        measurement.Goal,
        string.Join("; ", ((IEnumerable<string?>)[Verdict(measurement), measurement.Void, measurement.Note]).OfType<string>()),
    ];

    private static string Verdict(Measurement measurement) => measurement.Passed switch
    {
        true => "passed",
        false => "FAILED",
        null => "void",
    };

    private static string Text(double? value) => value is { } number ? number.ToString(Math.Abs(number) >= 100 ? "0" : "0.###") : "";
}
