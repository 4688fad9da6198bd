namespace Personalization.Conditions;

/// <summary>One part of a rule.</summary>
internal abstract class Node
{
    public abstract object? Evaluate(Scope scope);
}
