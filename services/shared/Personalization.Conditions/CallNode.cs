namespace Personalization.Conditions;

/// <summary>An operation whose arguments are evaluated first.</summary>
internal sealed class CallNode(Func<object?[], Scope, object?> operation, Node[] arguments) : Node
{
    public override object? Evaluate(Scope scope)
    {
        scope.Steps.Take();
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(scope);
        }

        return operation(values, scope);
    }
}
