using System.Diagnostics.Metrics;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.State;

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
    private readonly Counter<long> _contexts;
    private readonly Counter<long> _featuresOff;
    private readonly Counter<long> _switchChanges;
    private readonly Counter<long> _changesLeftOut;
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
        _contexts = _meter.CreateCounter<long>("profiles_contexts_total", description: "Pages that asked for a shopper's context");
        _featuresOff = _meter.CreateCounter<long>("profiles_features_off_total", description: "Those of them whose shopper had a feature switched off, by feature");
        _switchChanges = _meter.CreateCounter<long>("profiles_switch_changes_total", description: "Features that shoppers switched on or off");
        _changesLeftOut = _meter.CreateCounter<long>("profiles_changes_left_out_total", description: "Changes not told to live pages because too many waited");
        _turns = _meter.CreateHistogram<double>("profiles_turn_duration_seconds", unit: "s", description: "Duration of actor turns by method");
        _backlog = _meter.CreateUpDownCounter<long>("profiles_outbox_backlog", description: "Committed events not yet published");
    }

    /// <summary>For tests: tells the instruments of this instance from those of others.</summary>
    internal Meter Meter => _meter;

    public void WatchJournal(Func<int> depth) => _meter.CreateObservableGauge("profiles_journal_depth", depth, description: "Events held in memory because the store is away");

    /// <summary>Tells from now on whether state store and broker can be had.</summary>
    public void WatchAvailability(Func<bool> store, Func<bool> broker)
    {
        _meter.CreateObservableGauge("profiles_store_available", () => store() ? 1 : 0, description: "0 from a failure of the state store until it has not failed for 3 s");
        _meter.CreateObservableGauge("profiles_broker_available", () => broker() ? 1 : 0, description: "1 while the broker takes what is published, 0 since it last did not");
    }

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

    /// <summary>A page was told of these switches: the adoption of a feature is the share of pages whose shopper has it on (R2.5).</summary>
    public void Context(PersonalizationSwitches switches)
    {
        _contexts.Add(1);
        if (!ReferenceEquals(switches, ShopperState.DefaultSwitches))
        {
            foreach (var feature in FeatureNames.All)
            {
                if (!switches.IsOn(feature))
                {
                    _featuresOff.Add(1, new KeyValuePair<string, object?>("feature", feature));
                }
            }
        }
    }

    public void SwitchesChanged(PersonalizationSwitches before, PersonalizationSwitches after)
    {
        foreach (var feature in FeatureNames.All)
        {
            if (before.IsOn(feature) != after.IsOn(feature))
            {
                _switchChanges.Add(1, new KeyValuePair<string, object?>("feature", feature), new KeyValuePair<string, object?>("to", after.IsOn(feature) ? "on" : "off"));
            }
        }
    }

    public void ChangeLeftOut() => _changesLeftOut.Add(1);

    public void Turn(string method, TimeSpan duration) => _turns.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("method", method));

    public void Dispose() => _meter.Dispose();
}
