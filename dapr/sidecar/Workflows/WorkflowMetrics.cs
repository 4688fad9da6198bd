using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Workflows;

/// <summary>Counts and times the workflows and activities of an app that have ended, under daprd's metric names. Labels name what was run; never instances.</summary>
internal sealed class WorkflowMetrics(string appId)
{
    /// <summary>Names and outcomes; what comes after is counted under no name.</summary>
    private const int MaxSeries = 1_000;

    private const string Workflow = "execution";
    private const string Activity = "activity_execution";
    private static readonly string[] Families = [Workflow, Activity];

    private readonly ConcurrentDictionary<(string Family, string Name, string Status), Tally> _series = new();

    public void WorkflowEnded(string name, bool success, TimeSpan elapsed) => Record(Workflow, name, success, elapsed);

    public void ActivityEnded(string name, bool success, TimeSpan elapsed) => Record(Activity, name, success, elapsed);

    /// <summary>Adds all as Prometheus text.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var family in Families)
        {
            var label = family == Workflow ? "workflow_name" : "activity_name";
            text.Append(CultureInfo.InvariantCulture, $"# TYPE dapr_runtime_workflow_{family}_count counter\n");
            foreach (var (key, series) in _series.Where(entry => entry.Key.Family == family))
            {
                text.Append(CultureInfo.InvariantCulture, $"dapr_runtime_workflow_{family}_count{Labels(label, key)} {series.Count}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"# HELP dapr_runtime_workflow_{family}_latency From the start to the end, in milliseconds.\n# TYPE dapr_runtime_workflow_{family}_latency summary\n");
            foreach (var (key, series) in _series.Where(entry => entry.Key.Family == family))
            {
                text.Append(CultureInfo.InvariantCulture, $"dapr_runtime_workflow_{family}_latency_sum{Labels(label, key)} {series.Elapsed.TotalMilliseconds:0.###}\n");
                text.Append(CultureInfo.InvariantCulture, $"dapr_runtime_workflow_{family}_latency_count{Labels(label, key)} {series.Count}\n");
            }
        }
    }

    private void Record(string family, string name, bool success, TimeSpan elapsed)
    {
        var status = success ? "success" : "failed";
        if (!_series.TryGetValue((family, name, status), out var series))
        {
            series = _series.GetOrAdd((family, _series.Count < MaxSeries ? name : "", status), static _ => new Tally());
        }

        series.Add(elapsed);
    }

    private string Labels(string label, (string Family, string Name, string Status) key) =>
        $$"""{app_id="{{appId}}",{{label}}="{{Escape(key.Name)}}",status="{{key.Status}}"}""";

    private static string Escape(string name) => name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
