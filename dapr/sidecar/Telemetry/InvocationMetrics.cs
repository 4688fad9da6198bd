using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Telemetry;

/// <summary>
/// Counts and times the calls that one app makes to others, under daprd's metric names. What the others received is told from the same figures: all
/// their sidecars are in this process. As in daprd a call of the app to itself is none.
/// </summary>
internal sealed class InvocationMetrics(string appId)
{
    private const string Unary = "unary";
    private const int NoAnswer = 0;

    // Apps are those of this process, and statuses few: nothing that callers choose is kept.
    private readonly ConcurrentDictionary<(string Target, int Status), Tally> _calls = new();

    /// <param name="target">An app that there is.</param>
    /// <param name="status">The HTTP status that it answered; null: it answered nothing.</param>
    /// <param name="elapsed">Until the answer's headers were there, retries included.</param>
    public void Record(string target, int? status, TimeSpan elapsed)
    {
        if (target == appId)
        {
            return;
        }

        var key = (target, status ?? NoAnswer);
        if (!_calls.TryGetValue(key, out var tally))
        {
            tally = _calls.GetOrAdd(key, static _ => new Tally());
        }

        tally.Add(elapsed);
    }

    /// <summary>Adds what an app's sidecar sent and received as Prometheus text.</summary>
    public static void Write(StringBuilder text, AppRuntime app)
    {
        var sent = app.Invocations._calls.ToArray();
        var id = app.AppId;

        // Replicas share what their app received: one of them tells it.
        var isFirst = app.Services.Registry.Apps.FirstOrDefault(other => other.AppId == id) == app;
        var received = isFirst
            ? app.Services.Registry.Apps
                .SelectMany(caller => caller.Invocations._calls.Where(entry => entry.Key.Target == id).Select(entry => (Caller: caller.AppId, entry.Key.Status, entry.Value.Count)))
                .GroupBy(call => (call.Caller, call.Status))
                .Select(group => (group.Key.Caller, group.Key.Status, Count: group.Sum(call => call.Count)))
                .ToArray()
            : [];
        Counter(text, "req_sent_total", "Calls sent to other apps.", sent.GroupBy(call => call.Key.Target).Select(group =>
            (PrometheusText.Labels(("app_id", id), ("dst_app_id", group.Key), ("type", Unary)), group.Sum(call => call.Value.Count))));
        Counter(text, "res_recv_total", "Answers of other apps.", sent.Where(call => call.Key.Status != NoAnswer).Select(call =>
            (PrometheusText.Labels(("app_id", id), ("src_app_id", call.Key.Target), ("status", Text(call.Key.Status)), ("type", Unary)), call.Value.Count)));
        Counter(text, "req_recv_total", "Calls of other apps.", received.GroupBy(call => call.Caller).Select(group =>
            (PrometheusText.Labels(("app_id", id), ("src_app_id", group.Key)), group.Sum(call => call.Count))));
        Counter(text, "res_sent_total", "Answers to other apps.", received.Where(call => call.Status != NoAnswer).Select(call =>
            (PrometheusText.Labels(("app_id", id), ("dst_app_id", call.Caller), ("status", Text(call.Status))), call.Count)));

        const string Latency = "dapr_runtime_service_invocation_res_recv_latency_ms";
        PrometheusText.Family(text, Latency, "summary", "Time until another app's answer began, in milliseconds.");
        foreach (var (key, tally) in sent.Where(call => call.Key.Status != NoAnswer))
        {
            var labels = PrometheusText.Labels(("app_id", id), ("src_app_id", key.Target), ("status", Text(key.Status)));
            PrometheusText.Series(text, Latency + "_sum", labels, tally.Elapsed.TotalMilliseconds);
            PrometheusText.Series(text, Latency + "_count", labels, tally.Count);
        }
    }

    private static void Counter(StringBuilder text, string name, string help, IEnumerable<(string Labels, long Count)> series)
    {
        var full = "dapr_runtime_service_invocation_" + name;
        PrometheusText.Family(text, full, "counter", help);
        foreach (var (labels, count) in series)
        {
            PrometheusText.Series(text, full, labels, count);
        }
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
