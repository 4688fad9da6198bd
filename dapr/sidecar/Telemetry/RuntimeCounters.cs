using System.Collections.Concurrent;
using System.Text;

namespace Personalization.Sidecar.Telemetry;

/// <summary>Counts what happens seldom in one app's sidecar, under daprd's metric names. Labels name types and codes; never ids.</summary>
internal sealed class RuntimeCounters(string appId)
{
    private const string RemindersFired = "dapr_runtime_actor_reminders_fired_total";
    private const string TimersFired = "dapr_runtime_actor_timers_fired_total";
    private const string Deactivations = "dapr_runtime_actor_deactivated_total";
    private const string FailedDeactivations = "dapr_runtime_actor_deactivated_failed_total";
    private const string Errors = "dapr_error_code_total";
    private const string HealthProbes = "dapr_http_healthprobes_completed_count";

    /// <summary>What comes after is not counted: types and codes are few.</summary>
    private const int MaxSeries = 1_000;

    private static readonly (string Name, string Help)[] Families =
    [
        (RemindersFired, "Firings of reminders handed to the app, each attempt."),
        (TimersFired, "Firings of timers handed to the app."),
        (Deactivations, "Actors that the app deactivated."),
        (FailedDeactivations, "Actors that the app refused to deactivate."),
        (Errors, "Calls of the API that were answered with an error code."),
        (HealthProbes, "Probes of the app's health."),
    ];

    private readonly ConcurrentDictionary<(string Name, string Labels), Tally> _series = new();

    public void ReminderFired(string actorType, bool success) => Add(RemindersFired, ("actor_type", actorType), ("success", success ? "true" : "false"));

    public void TimerFired(string actorType, bool success) => Add(TimersFired, ("actor_type", actorType), ("success", success ? "true" : "false"));

    public void Deactivated(string actorType, bool success) => Add(success ? Deactivations : FailedDeactivations, ("actor_type", actorType));

    /// <param name="code">One of daprd's, such as <c>ERR_STATE_GET</c>.</param>
    public void Failed(string code) => Add(Errors, ("error_code", code), ("category", CategoryOf(code)));

    public void Probed(bool healthy) => Add(HealthProbes, ("status", healthy ? "200" : "500"));

    /// <summary>Adds all as Prometheus text.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var (name, help) in Families)
        {
            PrometheusText.Family(text, name, "counter", help);
            foreach (var (key, tally) in _series.Where(entry => entry.Key.Name == name))
            {
                PrometheusText.Series(text, name, key.Labels, tally.Count);
            }
        }
    }

    private void Add(string name, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var key = (name, PrometheusText.Labels([("app_id", appId), .. labels]));
        if (_series.TryGetValue(key, out var tally) || _series.Count < MaxSeries)
        {
            (tally ?? _series.GetOrAdd(key, static _ => new Tally())).Add(TimeSpan.Zero);
        }
    }

    private static string CategoryOf(string code) => code switch
    {
        _ when code.StartsWith("ERR_ACTOR_", StringComparison.Ordinal) => "actor",
        _ when code.Contains("WORKFLOW", StringComparison.Ordinal) || code.StartsWith("ERR_INSTANCE_ID", StringComparison.Ordinal) => "workflow",
        _ when code.StartsWith("ERR_STATE_", StringComparison.Ordinal) || code.StartsWith("ERR_NOT_SUPPORTED_STATE", StringComparison.Ordinal) => "state",
        _ when code.StartsWith("ERR_CONFIGURATION", StringComparison.Ordinal) => "configuration",
        _ when code.StartsWith("ERR_SECRET", StringComparison.Ordinal) || code == "ERR_PERMISSION_DENIED" => "secret",
        _ when code.StartsWith("ERR_PUBSUB", StringComparison.Ordinal) || code.StartsWith("ERR_TOPIC", StringComparison.Ordinal) => "pubsub",
        _ when code.Contains("HEALTH", StringComparison.Ordinal) => "health",
        _ when code.Contains("BINDING", StringComparison.Ordinal) => "binding",
        _ when code.Contains("LOCK", StringComparison.Ordinal) => "lock",
        _ when code.Contains("JOB", StringComparison.Ordinal) => "job",
        "ERR_DIRECT_INVOKE" => "service-invocation",
        _ => "common",
    };
}
