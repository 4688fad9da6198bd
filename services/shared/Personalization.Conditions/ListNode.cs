namespace Personalization.Conditions;

/// <summary>A list, each element evaluated.</summary>
internal sealed class ListNode(Node[] elements) : Node
{
    public override object? Evaluate(Scope scope)
    {
        scope.Steps.Take();
        var values = new List<object?>(elements.Length);
        foreach (var element in elements)
        {
            values.Add(element.Evaluate(scope));
        }

        return values;
    }
}
