using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Personalization.Storefront.Searching;

namespace Personalization.Storefront.Api.Telemetry;

/// <summary>What the public door counts: outcomes and fallbacks, never who. The README's table says what each is for.</summary>
internal sealed class StorefrontInstruments
{
    private readonly ConcurrentDictionary<string, Func<bool>> _parts = new(StringComparer.Ordinal);
    private readonly Counter<long> _events;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _features;
    private readonly Counter<long> _overruns;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _cache;

    public StorefrontInstruments(IMeterFactory meters)
    {
        var meter = meters.Create("Personalization.Storefront");
        _events = meter.CreateCounter<long>("storefront_events_total", description: "Interactions received, by the status each was answered with");
        _duplicates = meter.CreateCounter<long>("storefront_duplicate_events_total", description: "Interactions received that were known already");
        _answers = meter.CreateCounter<long>("storefront_answers_total", description: "Lists answered, by operation and mode");
        _fallbacks = meter.CreateCounter<long>("storefront_fallbacks_total", description: "Lists and decisions answered with less than was to be had, by operation and reason");
        _features = meter.CreateCounter<long>("storefront_feature_answers_total", description: "Lists in which a feature of personalization took part");
        _overruns = meter.CreateCounter<long>("storefront_budget_overruns_total", description: "Calls that took longer than their budget, by part and whether they were waited for");
        _duration = meter.CreateHistogram<double>("storefront_answer_duration_seconds", "s", "Time spent on a list inside the system");
        _cache = meter.CreateCounter<long>("storefront_recommendation_cache_total", description: "Recommendations asked of the cache, by outcome");
        meter.CreateObservableGauge(
            "storefront_part_available",
            () => _parts.Select(part => new Measurement<int>(part.Value() ? 1 : 0, new KeyValuePair<string, object?>("part", part.Key))),
            description: "1 while a part is called, 0 while its breaker is open and only probes are sent");
    }

    /// <summary>Tells whether a part can be had, from now on.</summary>
    public void Watch(string part, Func<bool> isAvailable) => _parts[part] = isAvailable;

    /// <param name="status">What the event was answered with.</param>
    /// <param name="duplicate">It was known.</param>
    public void Tracked(int status, bool duplicate = false)
    {
        _events.Add(1, new KeyValuePair<string, object?>("status", status.ToString(CultureInfo.InvariantCulture)));
        if (duplicate)
        {
            _duplicates.Add(1);
        }
    }

    public void Cached(bool hit) => _cache.Add(1, new KeyValuePair<string, object?>("outcome", hit ? "hit" : "miss"));

    public void Answered(string operation, PersonalizationSection section)
    {
        var named = new KeyValuePair<string, object?>("operation", operation);
        _answers.Add(1, named, new("mode", section.Active ? "personalized" : "standard"));
        if (section.Degraded)
        {
            FellBack(operation, section.Reason);
        }

        _duration.Record(section.LatencyMs / 1_000, named);
        foreach (var feature in section.Features)
        {
            _features.Add(1, new KeyValuePair<string, object?>("feature", feature));
        }
    }

    public void FellBack(string operation, string? reason) => _fallbacks.Add(1, new("operation", operation), new("reason", reason));

    public void Overran(string part, bool waitedFor) => _overruns.Add(1, new("part", part), new("outcome", waitedFor ? "answered" : "given_up"));
}
