namespace Personalization.Decisions.Features;

/// <summary>One named number. A word is a feature of its own: `weather=rain` with value 1.</summary>
/// <param name="Name">As reasons show it.</param>
/// <param name="Value">Finite.</param>
public readonly record struct Feature(string Name, double Value);
