using System.Diagnostics.Metrics;

namespace Personalization.Discovery.Api.Telemetry;

/// <summary>What discovery measures. No label names a shopper or a query.</summary>
internal sealed class DiscoveryInstruments : IDisposable
{
    public const string MeterName = "Personalization.Discovery";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _searches;
    private readonly Histogram<double> _builds;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _events;

    public DiscoveryInstruments()
    {
        _searches = _meter.CreateHistogram<double>("discovery_search_duration_seconds", unit: "s", description: "Duration of searches and suggestions by kind and outcome");
        _builds = _meter.CreateHistogram<double>("discovery_index_build_duration_seconds", unit: "s", description: "Duration of building an index version");
        _rows = _meter.CreateCounter<long>("discovery_import_rows_total", description: "Imported rows by outcome");
        _events = _meter.CreateCounter<long>("discovery_popularity_events_total", description: "Interactions by what became of them");
    }

    public void WatchIndex(Func<long> products) => _meter.CreateObservableGauge("discovery_index_products", products, description: "Products in the index, over all stores");

    /// <param name="kind">`search` or `suggest`.</param>
    /// <param name="outcome">`personalized`, `standard` or `degraded`.</param>
    /// <param name="duration">Inside this service.</param>
    public void Searched(string kind, string outcome, TimeSpan duration) =>
        _searches.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));

    public void Built(TimeSpan duration) => _builds.Record(duration.TotalSeconds);

    /// <param name="outcome">`changed`, `unchanged` or `rejected`.</param>
    /// <param name="count">Rows.</param>
    public void Imported(string outcome, long count) => _rows.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="outcome">`counted`, `duplicate`, `ignored` or `dropped`.</param>
    /// <param name="count">Events.</param>
    public void Heard(string outcome, int count) => _events.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
