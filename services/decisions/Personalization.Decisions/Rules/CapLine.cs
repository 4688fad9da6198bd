namespace Personalization.Decisions.Rules;

/// <param name="Shown">How often.</param>
/// <param name="Ends">When its window is over.</param>
public sealed record CapLine(int Shown, DateTimeOffset Ends);
