using System.Diagnostics.Metrics;
using Personalization.Storefront.Searching;

namespace Personalization.Storefront.Api.Telemetry;

/// <summary>What the public door counts: outcomes and fallbacks, never who.</summary>
internal sealed class StorefrontInstruments : IDisposable
{
    private readonly Meter _meter = new("Personalization.Storefront");
    private readonly Counter<long> _events;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _features;
    private readonly Histogram<double> _latency;

    public StorefrontInstruments()
    {
        _events = _meter.CreateCounter<long>("storefront.events", description: "Interactions received, by outcome.");
        _answers = _meter.CreateCounter<long>("storefront.answers", description: "Searches and suggestions, by mode and reason of degradation.");
        _features = _meter.CreateCounter<long>("storefront.features", description: "Answers in which a feature of personalization took part.");
        _latency = _meter.CreateHistogram<double>("storefront.answer.latency", "ms", "Time spent on an answer inside the system.");
    }

    /// <param name="status">What the event was answered with.</param>
    /// <param name="duplicate">It was known.</param>
    public void Tracked(int status, bool duplicate = false) => _events.Add(1, new("status", status), new("duplicate", duplicate));

    public void Answered(string operation, PersonalizationSection section)
    {
        var mode = section.Active ? "personalized" : "standard";
        _answers.Add(1, new("operation", operation), new("mode", mode), new("reason", section.Reason ?? "none"));
        _latency.Record(section.LatencyMs, new KeyValuePair<string, object?>("operation", operation));
        foreach (var feature in section.Features)
        {
            _features.Add(1, new KeyValuePair<string, object?>("feature", feature));
        }
    }

    public void Dispose() => _meter.Dispose();
}
