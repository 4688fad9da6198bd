using System.Diagnostics.Metrics;

namespace Personalization.Profiles.Api.Telemetry;

/// <summary>What profiles measures. No label names a shopper.</summary>
internal sealed class ProfilesInstruments : IDisposable
{
    public const string MeterName = "Personalization.Profiles";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _events;
    private readonly Counter<long> _published;
    private readonly Counter<long> _publishFailures;
    private readonly Counter<long> _storeFailures;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _merges;
    private readonly Counter<long> _sweeps;
    private readonly Histogram<double> _turns;
    private readonly UpDownCounter<long> _backlog;

    public ProfilesInstruments()
    {
        _events = _meter.CreateCounter<long>("profiles_events_total", description: "Tracked events by type and outcome");
        _published = _meter.CreateCounter<long>("profiles_published_total", description: "Finished events published");
        _publishFailures = _meter.CreateCounter<long>("profiles_publish_failures_total", description: "Failed publish requests");
        _storeFailures = _meter.CreateCounter<long>("profiles_store_failures_total", description: "Failed loads and saves of actor state");
        _reloads = _meter.CreateCounter<long>("profiles_rules_reloads_total", description: "Reloads of the signal weights by outcome");
        _merges = _meter.CreateCounter<long>("profiles_merges_total", description: "Merges by outcome");
        _sweeps = _meter.CreateCounter<long>("profiles_sweeps_total", description: "Outbox sweeps by outcome");
        _turns = _meter.CreateHistogram<double>("profiles_turn_duration_seconds", unit: "s", description: "Duration of actor turns by method");
        _backlog = _meter.CreateUpDownCounter<long>("profiles_outbox_backlog", description: "Committed events not yet published");
    }

    public void WatchJournal(Func<int> depth) => _meter.CreateObservableGauge("profiles_journal_depth", depth, description: "Events held in memory because the store is away");

    /// <param name="type">Wire name.</param>
    /// <param name="outcome">`durable`, `journaled`, `duplicate` or `refused`.</param>
    public void Event(string type, string outcome) => _events.Add(1, new KeyValuePair<string, object?>("type", type), new KeyValuePair<string, object?>("outcome", outcome));

    public void Backlog(int change) => _backlog.Add(change);

    public void Published(int count) => _published.Add(count);

    public void PublishFailed() => _publishFailures.Add(1);

    public void StoreFailed(string operation) => _storeFailures.Add(1, new KeyValuePair<string, object?>("operation", operation));

    public void Reloaded(string outcome) => _reloads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Merged(string outcome) => _merges.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Swept(string outcome) => _sweeps.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Turn(string method, TimeSpan duration) => _turns.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("method", method));

    public void Dispose() => _meter.Dispose();
}
