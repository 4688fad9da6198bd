namespace Personalization.Profiles.Views;

/// <summary>Time on one product, as reported once.</summary>
/// <param name="Session">Hash of the session id; 0 without one.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Seconds">On the page.</param>
public readonly record struct DwellMark(uint Session, long At, float Seconds);
