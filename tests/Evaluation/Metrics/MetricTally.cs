using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Metrics;

/// <summary>Means of named metrics, of the product and of the baselines beside it, over all cases and by history.</summary>
public sealed class MetricTally
{
    private readonly Dictionary<(string Who, string Metric, int Group), (double Sum, int Cases)> _sums = [];
    private readonly List<string> _metrics = [];

    /// <summary>Whose metrics stand without a prefix.</summary>
    public const string Product = "product";

    /// <param name="who"><see cref="Product"/>, or a baseline's name.</param>
    /// <param name="metric">Such as `recall@10`.</param>
    /// <param name="earlierEvents">How much was known of the shopper.</param>
    /// <param name="value">Of one case.</param>
    public void Add(string who, string metric, int earlierEvents, double value)
    {
        if (!_metrics.Contains(metric))
        {
            _metrics.Add(metric);
        }

        Add((who, metric, HistoryGroups.Of(earlierEvents)), value);
        Add((who, metric, -1), value);
    }

    /// <summary>Mean over all cases; not a number without any.</summary>
    public double Mean(string who, string metric) => _sums.TryGetValue((who, metric, -1), out var sum) ? sum.Sum / sum.Cases : double.NaN;

    /// <summary>The product's mean over that of the best baseline.</summary>
    public double Ratio(string metric) => Mean(Product, metric) / Best(metric);

    /// <summary>The best baseline's mean.</summary>
    public double Best(string metric) => _sums.Keys.Where(key => key.Who != Product && key.Metric == metric && key.Group < 0).Select(key => Mean(key.Who, metric)).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The product's metrics, then each baseline's.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Metrics =>
    [
        .. from who in _sums.Keys.Select(key => key.Who).Distinct().OrderBy(who => who != Product).ThenBy(who => who, StringComparer.Ordinal)
           from metric in _metrics
           where !double.IsNaN(Mean(who, metric))
           select KeyValuePair.Create(who == Product ? metric : $"{who} {metric}", Mean(who, metric)),
    ];

    /// <summary>The product's metrics by history.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<KeyValuePair<string, double>>>> ByHistory =>
    [
        .. from @group in Enumerable.Range(0, HistoryGroups.Names.Count)
           let means = _metrics.Where(metric => _sums.ContainsKey((Product, metric, @group)))
               .Select(metric => KeyValuePair.Create(metric, _sums[(Product, metric, @group)].Sum / _sums[(Product, metric, @group)].Cases))
               .ToList()
           where means.Count > 0
           let cases = _metrics.Max(metric => _sums.GetValueOrDefault((Product, metric, @group)).Cases)
           select KeyValuePair.Create(HistoryGroups.Names[@group], (IReadOnlyList<KeyValuePair<string, double>>)[KeyValuePair.Create("cases", (double)cases), .. means]),
    ];

    private void Add((string Who, string Metric, int Group) key, double value)
    {
        var (sum, cases) = _sums.GetValueOrDefault(key);
        _sums[key] = (sum + value, cases + 1);
    }
}
