namespace Personalization.Load.Statistics;

/// <summary>Percentiles, in milliseconds.</summary>
public readonly record struct LatencySummary(double P50, double P90, double P99);
