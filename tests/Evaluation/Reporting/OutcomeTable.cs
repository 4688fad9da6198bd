using System.Text;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Reporting;

/// <summary>Outcomes as a table for people.</summary>
public static class OutcomeTable
{
    public static string Write(IReadOnlyList<ProtocolOutcome> outcomes)
    {
        List<string[]> rows = [["", "figure", "value", "bar", ""]];
        foreach (var outcome in outcomes)
        {
            rows.AddRange(outcome.Result is { } result
                ? Rows(outcome, result)
                : [[outcome.Protocol, $"left out, {outcome.LeftOut}", "", "", ""]]);
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var table = new StringBuilder();
        foreach (var row in rows)
        {
            table.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return table.ToString();
    }

    private static IEnumerable<string[]> Rows(ProtocolOutcome outcome, ProtocolResult result)
    {
        yield return [outcome.Protocol, "cases", $"{result.Cases}", "", ""];
        foreach (var (name, value) in result.Metrics)
        {
            yield return [outcome.Protocol, name, $"{value:0.0000}", "", ""];
        }

        foreach (var (group, metrics) in result.ByHistory)
        {
            foreach (var (name, value) in metrics)
            {
                yield return [outcome.Protocol, $"{name}, {group} earlier events", $"{value:0.####}", "", ""];
            }
        }

        foreach (var bar in result.Bars)
        {
            yield return [outcome.Protocol, bar.Name, $"{bar.Value:0.0000}", $">= {bar.AtLeast:0.00}", bar.Holds ? "passed" : "FAILED"];
        }

        yield return [outcome.Protocol, "seconds", $"{outcome.Seconds:0.0}", "", ""];
        yield return [outcome.Protocol, "peak MB", $"{outcome.PeakMegabytes:0}", "", result.Passed ? "passed" : "FAILED"];
    }
}
