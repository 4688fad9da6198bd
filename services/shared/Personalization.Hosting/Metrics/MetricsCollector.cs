using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Personalization.Hosting.Metrics;

/// <summary>Listens to our meters and to those of the platform, and tells what they measured in Prometheus' text format.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private static readonly string[] Meters =
        ["Personalization.", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "System.Net.Http"];

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly RequestQuantiles _quantiles;

    public MetricsCollector(IMeterFactory own, TimeProvider time)
    {
        _quantiles = new RequestQuantiles(time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // A meter of another host in this process tells of that host.
            if (instrument.Meter.Scope is IMeterFactory other && other != own)
            {
                return;
            }

            if (Array.Exists(Meters, prefix => instrument.Meter.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static published => new MetricFamily(published)));
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) =>
        {
            ((MetricFamily)state!).Measure(value, tags);
            if (instrument.Name == RequestQuantiles.Instrument)
            {
                _quantiles.Measure(value, tags);
            }
        });
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => ((MetricFamily)state!).Measure((double)value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder(16 * 1024);
        foreach (var family in _families.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            family.Value.Write(text);
        }

        _quantiles.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();
}
