namespace Personalization.Profiles.Learning;

/// <summary>A signal that no one sent: it follows from those that were.</summary>
/// <param name="EventId">Its own, the same whenever it is derived from the same event.</param>
/// <param name="Type">`viewed_never_bought`.</param>
/// <param name="Kind">Weight key.</param>
/// <param name="Strength">Weight.</param>
/// <param name="At">When it came true, Unix milliseconds.</param>
public sealed record DerivedSignal(string EventId, string Type, string Kind, double Strength, long At);
