namespace Personalization.Sidecar.Cel;

/// <summary>A literal.</summary>
internal sealed class CelConstant(object? value) : CelNode
{
    public object? Value => value;

    public override object? Evaluate(CelScope scope) => value;
}

/// <summary>A variable.</summary>
internal sealed class CelVariable(string name) : CelNode
{
    public string Name => name;

    public override object? Evaluate(CelScope scope) => scope[name];
}

/// <summary><c>a.b</c>.</summary>
internal sealed class CelSelect(CelNode target, string field) : CelNode
{
    public override object? Evaluate(CelScope scope) => target.Evaluate(scope) switch
    {
        ICelMap map => map.TryGet(field, out var value) ? value : throw new CelEvaluationException($"no such key: {field}"),
        var other => throw CelEvaluationException.NoOverload($"select of '{field}'", other),
    };

    /// <summary><c>has(a.b)</c>.</summary>
    public bool IsThere(CelScope scope) => target.Evaluate(scope) switch
    {
        ICelMap map => map.TryGet(field, out _),
        var other => throw CelEvaluationException.NoOverload($"has '{field}'", other),
    };
}

/// <summary><c>has(a.b)</c>: whether the field is there.</summary>
internal sealed class CelHas(CelSelect select) : CelNode
{
    public override object? Evaluate(CelScope scope) => select.IsThere(scope);
}

/// <summary><c>a[b]</c>.</summary>
internal sealed class CelIndex(CelNode target, CelNode index) : CelNode
{
    public override object? Evaluate(CelScope scope)
    {
        var owner = target.Evaluate(scope);
        var at = index.Evaluate(scope);
        switch (owner)
        {
            case ICelMap map when at is not null:
                return map.TryGet(at, out var value) ? value : throw new CelEvaluationException($"no such key: {(at is string or long or ulong or double or bool ? CelValues.Text(at) : CelValues.TypeName(at))}");
            case ICelList list when Position(at) is { } position:
                return position >= 0 && position < list.Count ? list[(int)position] : throw new CelEvaluationException($"index {position} is outside of a list of {list.Count}");
            default:
                throw CelEvaluationException.NoOverload("_[_]", owner, at);
        }
    }

    private static long? Position(object? value) => value switch
    {
        long number => number,
        ulong number when number <= long.MaxValue => (long)number,
        double number when number == Math.Floor(number) && Math.Abs(number) < int.MaxValue => (long)number,
        _ => null,
    };
}

/// <summary><c>[a, b]</c>.</summary>
internal sealed class CelListLiteral(IReadOnlyList<CelNode> items) : CelNode
{
    public override object? Evaluate(CelScope scope) => new CelLiteralList([.. items.Select(item => item.Evaluate(scope))]);
}

/// <summary><c>{a: b}</c>.</summary>
internal sealed class CelMapLiteral(IReadOnlyList<(CelNode Key, CelNode Value)> entries) : CelNode
{
    public override object? Evaluate(CelScope scope)
    {
        var map = new CelLiteralMap();
        foreach (var (key, value) in entries)
        {
            map.Add(key.Evaluate(scope), value.Evaluate(scope));
        }

        return map;
    }
}

/// <summary><c>a &amp;&amp; b</c> and <c>a || b</c>: a side that decides, decides, even when the other has no value.</summary>
internal sealed class CelLogic(CelNode left, CelNode right, bool isOr) : CelNode
{
    public override object? Evaluate(CelScope scope)
    {
        CelEvaluationException? failure = null;
        foreach (var side in (CelNode[])[left, right])
        {
            try
            {
                if (side.Test(scope, isOr ? "_||_" : "_&&_") == isOr)
                {
                    return isOr;
                }
            }
            catch (CelEvaluationException e)
            {
                failure ??= e;
            }
        }

        return failure is null ? !isOr : throw failure;
    }
}

/// <summary><c>!a</c>.</summary>
internal sealed class CelNot(CelNode operand) : CelNode
{
    public override object? Evaluate(CelScope scope) => !operand.Test(scope, "!_");
}

/// <summary><c>a ? b : c</c>.</summary>
internal sealed class CelConditional(CelNode condition, CelNode then, CelNode otherwise) : CelNode
{
    public override object? Evaluate(CelScope scope) => condition.Test(scope, "_?_:_") ? then.Evaluate(scope) : otherwise.Evaluate(scope);
}

/// <summary><c>== != &lt; &lt;= &gt; &gt;= in</c>.</summary>
internal sealed class CelRelation(string operation, CelNode left, CelNode right) : CelNode
{
    public override object? Evaluate(CelScope scope)
    {
        var a = left.Evaluate(scope);
        var b = right.Evaluate(scope);
        return operation switch
        {
            "==" => CelValues.AreEqual(a, b),
            "!=" => !CelValues.AreEqual(a, b),
            "<" => CelValues.Compare(operation, a, b) < 0,
            "<=" => CelValues.Compare(operation, a, b) <= 0,
            ">" => CelValues.Compare(operation, a, b) > 0,
            ">=" => CelValues.Compare(operation, a, b) >= 0,
            _ => IsIn(a, b),
        };
    }

    private static bool IsIn(object? item, object? owner)
    {
        switch (owner)
        {
            case ICelMap map:
                return item is not null && map.TryGet(item, out _);
            case ICelList list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (CelValues.AreEqual(list[i], item))
                    {
                        return true;
                    }
                }

                return false;
            default:
                throw CelEvaluationException.NoOverload("@in", item, owner);
        }
    }
}
