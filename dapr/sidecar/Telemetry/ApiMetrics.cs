using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Personalization.Sidecar.Telemetry;

/// <summary>Counts and times the calls of one app's API, by route, method and status. Never by key, topic or app called.</summary>
internal sealed class ApiMetrics(string appId)
{
    private readonly ConcurrentDictionary<(string Route, string Method, int Status), Tally> _series = new();

    public void Record(string route, string method, int status, TimeSpan elapsed) =>
        _series.GetOrAdd((route, method, status), static _ => new Tally()).Add(elapsed);

    /// <summary>Prometheus text.</summary>
    public string Render()
    {
        var text = new StringBuilder();
        text.Append("# HELP dapr_http_server_request_count Calls of the Dapr HTTP API answered.\n# TYPE dapr_http_server_request_count counter\n");
        foreach (var (key, series) in _series)
        {
            text.Append(CultureInfo.InvariantCulture, $"dapr_http_server_request_count{Labels(key)} {series.Count}\n");
        }

        text.Append("# HELP dapr_http_server_response_count Answers of the Dapr HTTP API.\n# TYPE dapr_http_server_response_count counter\n");
        foreach (var (key, series) in _series)
        {
            text.Append(CultureInfo.InvariantCulture, $"dapr_http_server_response_count{Labels(key)} {series.Count}\n");
        }

        text.Append("# HELP dapr_http_server_latency Time until the answer was complete, in milliseconds.\n# TYPE dapr_http_server_latency summary\n");
        foreach (var (key, series) in _series)
        {
            text.Append(CultureInfo.InvariantCulture, $"dapr_http_server_latency_sum{Labels(key)} {series.Elapsed.TotalMilliseconds:0.###}\n");
            text.Append(CultureInfo.InvariantCulture, $"dapr_http_server_latency_count{Labels(key)} {series.Count}\n");
        }

        return text.ToString();
    }

    private string Labels((string Route, string Method, int Status) key) =>
        $$"""{app_id="{{appId}}",method="{{key.Method}}",path="{{key.Route}}",status="{{key.Status}}"}""";
}
