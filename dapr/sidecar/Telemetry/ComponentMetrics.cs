using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Personalization.Sidecar.Telemetry;

/// <summary>
/// Counts and times what one app's sidecar does with components, under daprd's metric names. Labels name components, operations and topics; never keys.
/// </summary>
internal sealed class ComponentMetrics(string appId, string appNamespace)
{
    /// <summary>Series of one family; what comes after is counted under no detail, so that no caller can fill the memory with topics.</summary>
    private const int MaxSeries = 2_000;

    private readonly ConcurrentDictionary<(ComponentActivity Activity, string Component, string Detail, string Outcome), Tally> _series = new();

    /// <param name="activity">What was done.</param>
    /// <param name="component">With which component.</param>
    /// <param name="detail">The operation or the topic.</param>
    /// <param name="outcome"><c>true</c>, <c>false</c>, or of a delivery what became of it.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Record(ComponentActivity activity, string component, string detail, string outcome, TimeSpan elapsed)
    {
        var key = (activity, component, detail, outcome);
        if (!_series.TryGetValue(key, out var series))
        {
            series = _series.GetOrAdd(_series.Count < MaxSeries ? key : (activity, component, "", outcome), static _ => new Tally());
        }

        series.Add(elapsed);
    }

    /// <summary>As above for what succeeds or fails.</summary>
    public void Record(ComponentActivity activity, string component, string detail, bool success, TimeSpan elapsed) =>
        Record(activity, component, detail, success ? "true" : "false", elapsed);

    /// <summary>Makes a call, and counts it whatever becomes of it.</summary>
    public async Task<T> MeasureAsync<T>(ComponentActivity activity, string component, string detail, TimeProvider time, Func<Task<T>> call)
    {
        var began = time.GetTimestamp();
        var success = false;
        try
        {
            var result = await call();
            success = true;
            return result;
        }
        finally
        {
            Record(activity, component, detail, success, time.GetElapsedTime(began));
        }
    }

    /// <summary>Adds all as Prometheus text.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="types">The types of the components that are open, each as often as there are.</param>
    public void Write(StringBuilder text, IReadOnlyCollection<string> types)
    {
        text.Append("# HELP dapr_runtime_component_loaded Components that are open.\n# TYPE dapr_runtime_component_loaded gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"dapr_runtime_component_loaded{{app_id=\"{appId}\"}} {types.Count}\n");
        text.Append("# HELP dapr_runtime_component_init_total Components that were opened, by type.\n# TYPE dapr_runtime_component_init_total counter\n");
        foreach (var type in types.CountBy(type => type, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"dapr_runtime_component_init_total{{app_id=\"{appId}\",component=\"{Escaped(type.Key)}\"}} {type.Value}\n");
        }

        foreach (var family in _series.GroupBy(entry => entry.Key.Activity).OrderBy(group => group.Key))
        {
            var (name, detail, outcome, help) = Describe(family.Key);
            text.Append("# HELP dapr_component_").Append(name).Append("_count ").Append(help).Append("\n# TYPE dapr_component_").Append(name).Append("_count counter\n");
            foreach (var (key, series) in family)
            {
                text.Append(CultureInfo.InvariantCulture, $"dapr_component_{name}_count{Labels(key, detail, outcome)} {series.Count}\n");
            }

            text.Append("# HELP dapr_component_").Append(name).Append("_latencies How long, in milliseconds.\n# TYPE dapr_component_").Append(name).Append("_latencies summary\n");
            foreach (var (key, series) in family)
            {
                text.Append(CultureInfo.InvariantCulture, $"dapr_component_{name}_latencies_sum{Labels(key, detail, outcome)} {series.Elapsed.TotalMilliseconds:0.###}\n");
                text.Append(CultureInfo.InvariantCulture, $"dapr_component_{name}_latencies_count{Labels(key, detail, outcome)} {series.Count}\n");
            }
        }
    }

    private static (string Name, string Detail, string Outcome, string Help) Describe(ComponentActivity activity) => activity switch
    {
        ComponentActivity.State => ("state", "operation", "success", "Calls of state stores."),
        ComponentActivity.PubSubEgress => ("pubsub_egress", "topic", "success", "Messages published."),
        ComponentActivity.PubSubIngress => ("pubsub_ingress", "topic", "process_status", "Messages handed to the app."),
        ComponentActivity.OutputBinding => ("output_binding", "operation", "success", "Calls of output bindings."),
        ComponentActivity.InputBinding => ("input_binding", "operation", "success", "Events of input bindings handed to the app."),
        ComponentActivity.Secret => ("secret", "operation", "success", "Calls of secret stores."),
        _ => ("configuration", "operation", "success", "Calls of configuration stores."),
    };

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private string Labels((ComponentActivity Activity, string Component, string Detail, string Outcome) key, string detail, string outcome) =>
        $$"""{app_id="{{appId}}",component="{{Escaped(key.Component)}}",namespace="{{appNamespace}}",{{detail}}="{{Escaped(key.Detail)}}",{{outcome}}="{{key.Outcome}}"}""";
}
