namespace Personalization.Profiles.Views;

/// <summary>Time on one product, as reported once: a step that its view had not reached before.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Seconds">On the page.</param>
public readonly record struct DwellMark(long At, float Seconds);
