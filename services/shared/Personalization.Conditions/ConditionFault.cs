namespace Personalization.Conditions;

/// <param name="Path">Where in the condition; empty at its top.</param>
/// <param name="Why">And what would be right.</param>
public sealed record ConditionFault(string Path, string Why);
