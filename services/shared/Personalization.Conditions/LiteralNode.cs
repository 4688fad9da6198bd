namespace Personalization.Conditions;

/// <summary>A value that stands for itself.</summary>
internal sealed class LiteralNode(object? value) : Node
{
    public override object? Evaluate(Scope scope) => value;
}
