namespace Personalization.Sidecar.Cel;

/// <summary>A part of an expression.</summary>
internal abstract class CelNode
{
    /// <exception cref="CelEvaluationException">It has no value.</exception>
    public abstract object? Evaluate(CelScope scope);

    /// <exception cref="CelEvaluationException">It has no value, or is no truth value.</exception>
    public bool Test(CelScope scope, string what) =>
        Evaluate(scope) is var value && value is bool truth ? truth : throw CelEvaluationException.NoOverload(what, value);
}
