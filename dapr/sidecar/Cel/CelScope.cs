namespace Personalization.Sidecar.Cel;

/// <summary>The variables in sight.</summary>
internal sealed class CelScope(string name, object? value, CelScope? outer = null)
{
    /// <summary>Steps that macros may take in all, so that no message can keep an expression busy.</summary>
    private const int MaxSteps = 1_000_000;

    private readonly Budget _budget = outer?._budget ?? new Budget();

    /// <exception cref="CelEvaluationException">There is none of that name.</exception>
    public object? this[string wanted]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.Name == wanted)
                {
                    return scope.Value;
                }
            }

            throw new CelEvaluationException($"no such variable: {wanted}");
        }
    }

    private string Name => name;

    private object? Value => value;

    private CelScope? Outer => outer;

    /// <exception cref="CelEvaluationException">Too many steps.</exception>
    public CelScope With(string variable, object? item)
    {
        if (++_budget.Steps > MaxSteps)
        {
            throw new CelEvaluationException($"the expression takes more than {MaxSteps} steps");
        }

        return new CelScope(variable, item, this);
    }

    private sealed class Budget
    {
        public int Steps { get; set; }
    }
}
