namespace Personalization.Conditions;

/// <summary>A condition cannot be evaluated on this data: it costs more steps than one evaluation has, or its operation has no answer.</summary>
public sealed class ConditionException(string message) : Exception(message);
