namespace Personalization.Decisions.Features;

/// <summary>One side of a cross: a feature of the context or of an item, to be multiplied with each of the other side.</summary>
/// <param name="Name">As reasons show it.</param>
/// <param name="Hash">Of its name.</param>
/// <param name="Value">Squashed.</param>
public readonly record struct CrossFactor(string Name, ulong Hash, double Value);
