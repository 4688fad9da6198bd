namespace Personalization.Decisions.Contracts;

/// <summary>One feature: a named finite number. A word is a feature of its own, `weather=rain` with value 1.</summary>
public readonly record struct NamedValue(string Name, double Value);
