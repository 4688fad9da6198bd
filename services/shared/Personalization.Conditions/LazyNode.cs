namespace Personalization.Conditions;

/// <summary>An operation that decides itself which of its arguments are evaluated, and on what.</summary>
internal sealed class LazyNode(Func<Node[], Scope, object?> operation, Node[] arguments) : Node
{
    public override object? Evaluate(Scope scope)
    {
        scope.Steps.Take();
        return operation(arguments, scope);
    }
}
