namespace Personalization.Decisions.Models;

/// <param name="Mean">The reward to expect.</param>
/// <param name="Deviation">The standard deviation of what is not known about it; 0 when it was not asked for.</param>
public readonly record struct ArmEstimate(double Mean, double Deviation);
