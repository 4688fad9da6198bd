namespace Personalization.Decisions.OffPolicy;

/// <summary>The value of a policy, by one estimator.</summary>
/// <param name="Value">Mean reward a decision.</param>
/// <param name="Bootstrap">Percentile interval of resampled logs.</param>
/// <param name="Bernstein">
/// Empirical-Bernstein interval (Maurer, Pontil 2009): holds for any sample size, given that terms stay in the range they had. Null for the estimators
/// that are no mean of independent terms.
/// </param>
public sealed record ValueEstimate(double Value, Interval Bootstrap, Interval? Bernstein);
