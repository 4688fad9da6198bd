namespace Personalization.Discovery.Moments;

/// <summary>One part of a moment, such as `morning`.</summary>
/// <param name="Bit">Stands for it in what a product fits.</param>
/// <param name="Reason">What is said of a product that fits.</param>
internal sealed record MomentPart(int Bit, string Reason);
