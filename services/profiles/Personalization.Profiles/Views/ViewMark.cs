namespace Personalization.Profiles.Views;

/// <summary>The first view of one product in one session.</summary>
/// <param name="Session">Hash of the session id; 0 without one.</param>
/// <param name="At">Unix milliseconds.</param>
public readonly record struct ViewMark(uint Session, long At);
