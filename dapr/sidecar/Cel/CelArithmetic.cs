namespace Personalization.Sidecar.Cel;

/// <summary><c>a + b</c> and its like: numbers of one type, texts, lists. An overflow has no value.</summary>
internal sealed class CelArithmetic(char operation, CelNode left, CelNode right) : CelNode
{
    /// <summary>Texts and lists longer than this are not made.</summary>
    private const int MaxLength = 1_000_000;

    public override object? Evaluate(CelScope scope)
    {
        var a = left.Evaluate(scope);
        var b = right.Evaluate(scope);
        try
        {
            return (a, b) switch
            {
                (long x, long y) => Apply(x, y),
                (ulong x, ulong y) => Apply(x, y),
                (double x, double y) when operation != '%' => Apply(x, y),
                (string x, string y) when operation == '+' && x.Length + y.Length <= MaxLength => x + y,
                (ICelList x, ICelList y) when operation == '+' && x.Count + y.Count <= MaxLength => Join(x, y),
                _ => throw CelEvaluationException.NoOverload($"_{operation}_", a, b),
            };
        }
        catch (OverflowException)
        {
            throw new CelEvaluationException("return error for overflow");
        }
        catch (DivideByZeroException)
        {
            throw new CelEvaluationException(operation == '%' ? "modulus by zero" : "division by zero");
        }
    }

    private static CelLiteralList Join(ICelList first, ICelList second)
    {
        var items = new object?[first.Count + second.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = i < first.Count ? first[i] : second[i - first.Count];
        }

        return new CelLiteralList(items);
    }

    private long Apply(long a, long b) => operation switch
    {
        '+' => checked(a + b),
        '-' => checked(a - b),
        '*' => checked(a * b),
        '/' => a / b,
        _ => b == -1 ? 0 : a % b,
    };

    private ulong Apply(ulong a, ulong b) => operation switch
    {
        '+' => checked(a + b),
        '-' => checked(a - b),
        '*' => checked(a * b),
        '/' => a / b,
        _ => a % b,
    };

    private double Apply(double a, double b) => operation switch
    {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        _ => a / b,
    };
}

/// <summary><c>-a</c>.</summary>
internal sealed class CelNegate(CelNode operand) : CelNode
{
    public override object? Evaluate(CelScope scope) => operand.Evaluate(scope) switch
    {
        long number when number != long.MinValue => (object)-number,
        double number => -number,
        CelMinimum => long.MinValue,
        long => throw new CelEvaluationException("return error for overflow"),
        var other => throw CelEvaluationException.NoOverload("-_", other),
    };
}
