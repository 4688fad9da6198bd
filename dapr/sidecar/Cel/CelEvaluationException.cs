namespace Personalization.Sidecar.Cel;

/// <summary>An expression that has no value for the given input: a field is missing, or an operator does not go with its operands.</summary>
internal sealed class CelEvaluationException(string message) : Exception(message)
{
    public static CelEvaluationException NoOverload(string what, params ReadOnlySpan<object?> operands)
    {
        var types = new List<string>(operands.Length);
        foreach (var operand in operands)
        {
            types.Add(CelValues.TypeName(operand));
        }

        return new CelEvaluationException($"no such overload: {what}({string.Join(", ", types)})");
    }
}
