namespace Personalization.Profiles.State;

/// <param name="Sum">Decayed sum at the state's reference; signed, not clamped.</param>
/// <param name="LastAt">Newest signal, Unix milliseconds.</param>
public readonly record struct ProductSum(double Sum, long LastAt);
