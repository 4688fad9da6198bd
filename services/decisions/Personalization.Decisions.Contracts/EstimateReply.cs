namespace Personalization.Decisions.Contracts;

/// <param name="Value">Mean reward a decision.</param>
/// <param name="Low">Lower end of the bootstrap interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="BernsteinLow">Lower end of the empirical-Bernstein interval; null where there is none.</param>
/// <param name="BernsteinHigh">Its upper end.</param>
public sealed record EstimateReply(double Value, double Low, double High, double? BernsteinLow, double? BernsteinHigh);
