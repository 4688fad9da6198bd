namespace Personalization.Profiles.State;

/// <param name="Sum">Decayed sum at the state's reference; signed, not clamped.</param>
/// <param name="Evidence">Distinct events behind it.</param>
public readonly record struct FeatureSum(double Sum, int Evidence);
