namespace Personalization.Sidecar.Cel;

/// <summary><c>list.exists(x, condition)</c> and its like, over the items of a list or the keys of a map.</summary>
internal sealed class CelMacro(string name, CelNode target, string variable, CelNode body) : CelNode
{
    public static IReadOnlyList<string> Names { get; } = ["all", "exists", "exists_one", "filter", "map"];

    public override object? Evaluate(CelScope scope)
    {
        var items = Items(target.Evaluate(scope));
        return name switch
        {
            "all" => Decide(items, scope, decisive: false),
            "exists" => Decide(items, scope, decisive: true),
            "exists_one" => items.Count(item => body.Test(scope.With(variable, item), name)) == 1,
            "filter" => new CelLiteralList([.. items.Where(item => body.Test(scope.With(variable, item), name))]),
            _ => new CelLiteralList([.. items.Select(item => body.Evaluate(scope.With(variable, item)))]),
        };
    }

    /// <summary>As with <c>&amp;&amp;</c> and <c>||</c>: an item that decides makes up for one that has no value.</summary>
    private bool Decide(IEnumerable<object?> items, CelScope scope, bool decisive)
    {
        CelEvaluationException? failure = null;
        foreach (var item in items)
        {
            var inner = scope.With(variable, item);
            try
            {
                if (body.Test(inner, name) == decisive)
                {
                    return decisive;
                }
            }
            catch (CelEvaluationException e)
            {
                failure ??= e;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private IEnumerable<object?> Items(object? owner)
    {
        switch (owner)
        {
            case ICelList list:
                return Enumerable.Range(0, list.Count).Select(i => list[i]);
            case ICelMap map:
                return map.Keys;
            default:
                throw CelEvaluationException.NoOverload(name, owner);
        }
    }
}
