using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Personalization.Hosting.Metrics;

/// <summary>All series of one instrument, in Prometheus terms.</summary>
internal sealed class MetricFamily
{
    /// <summary>Above this many label sets an instrument is misused (an id as a label): the rest is counted together.</summary>
    private const int MaxSeries = 1_000;

    private static readonly double[] DefaultBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<long, MetricSeries> _series = new();
    private readonly double[]? _bounds;
    private readonly string _name;
    private readonly string _kind;
    private readonly string _help;

    public MetricFamily(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        IsGauge = type.Contains("Gauge", StringComparison.Ordinal) || type.Contains("UpDown", StringComparison.Ordinal);
        IsObservable = instrument.IsObservable;
        _kind = type.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : IsGauge ? "gauge" : "counter";
        _name = Name(instrument, _kind);
        _help = instrument.Description ?? instrument.Name;
        if (_kind == "histogram")
        {
            // Bounds are in seconds; an instrument in milliseconds keeps its unit.
            _bounds = instrument.Unit == "ms" ? [.. DefaultBounds.Select(bound => bound * 1000)] : DefaultBounds;
        }
    }

    public bool IsGauge { get; }

    public bool IsObservable { get; }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Series(tags);
        if (_bounds is not null)
        {
            series.Record(value);
        }
        else if (IsObservable)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    public void Write(StringBuilder text)
    {
        text.Append("# HELP ").Append(_name).Append(' ').Append(_help.ReplaceLineEndings(" ")).Append('\n');
        text.Append("# TYPE ").Append(_name).Append(' ').Append(_kind).Append('\n');
        foreach (var series in _series.Values)
        {
            var (value, count, buckets) = series.Read();
            if (_bounds is null)
            {
                Line(text, "", series.Labels, value);
                continue;
            }

            long below = 0;
            for (var i = 0; i < buckets.Length; i++)
            {
                below += buckets[i];
                Line(text, "_bucket", Join(series.Labels, $"le=\"{Number(_bounds[i])}\""), below);
            }

            Line(text, "_bucket", Join(series.Labels, "le=\"+Inf\""), count);
            Line(text, "_sum", series.Labels, value);
            Line(text, "_count", series.Labels, count);
        }
    }

    private MetricSeries Series(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = Key(tags);
        if (_series.TryGetValue(key, out var known))
        {
            return known;
        }

        return _series.Count >= MaxSeries
            ? _series.GetOrAdd(-1, _ => new MetricSeries("overflow=\"true\"", _bounds))
            : _series.GetOrAdd(key, static (_, state) => new MetricSeries(state.Labels, state.Bounds), (Labels: Labels(tags), Bounds: _bounds));
    }

    /// <summary>A hash of the tags: two label sets of one instrument would have to collide in 64 bits to be counted together.</summary>
    private static long Key(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var names = new HashCode();
        var values = new HashCode();
        foreach (var tag in tags)
        {
            names.Add(tag.Key);
            values.Add(tag.Value);
        }

        return ((long)names.ToHashCode() << 32) | (uint)values.ToHashCode();
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var tag in tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            text.Append(text.Length == 0 ? "" : ",").Append(Plain(tag.Key)).Append("=\"")
                .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n"))
                .Append('"');
        }

        return text.ToString();
    }

    private void Line(StringBuilder text, string suffix, string labels, double value)
    {
        text.Append(_name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Name(Instrument instrument, string kind)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        var name = Plain(instrument.Name);
        name = unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal) && !name.EndsWith("_ms", StringComparison.Ordinal) ? name + unit : name;
        return kind == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Join(string labels, string last) => labels.Length == 0 ? last : $"{labels},{last}";

    private static string Plain(string name) =>
        string.Create(name.Length, name, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(text[i]) ? text[i] : '_';
            }
        });

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
