namespace Personalization.Sidecar.Cel;

/// <summary>
/// An expression of the Common Expression Language, as far as routing rules use it: one variable; fields and indexes; <c>== != &lt; &lt;= &gt; &gt;= in</c>,
/// <c>&amp;&amp; || ! ?:</c>, <c>+ - * / %</c>; literals of numbers, texts, lists and maps; <c>has size startsWith endsWith contains matches</c>, conversions, and
/// the macros over lists. Not here: bytes, timestamps and durations, protobuf messages, and the check of types before evaluation.
/// </summary>
internal sealed class CelExpression
{
    private const int MaxLength = 8_192;

    private readonly CelNode _root;
    private readonly string _variable;

    private CelExpression(string text, string variable, CelNode root)
    {
        Text = text;
        _variable = variable;
        _root = root;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <param name="text">The expression.</param>
    /// <param name="variable">The name of its one variable.</param>
    /// <exception cref="CelSyntaxException">It is none; the message says where and why.</exception>
    public static CelExpression Parse(string text, string variable)
    {
        var source = new CelSource(text);
        return text.Length <= MaxLength
            ? new CelExpression(text, variable, CelParser.Parse(source, variable))
            : throw source.Error(MaxLength, $"the expression is longer than {MaxLength} characters");
    }

    /// <param name="value">The variable's value; see <see cref="CelValues"/>.</param>
    /// <exception cref="CelEvaluationException">It has no value for this input.</exception>
    public object? Evaluate(object? value) => _root.Evaluate(new CelScope(_variable, value));

    /// <exception cref="CelEvaluationException">It has no value for this input, or is no truth value.</exception>
    public bool Test(object? value) => Evaluate(value) is bool truth
        ? truth
        : throw new CelEvaluationException($"the result of match expression {Text} was not a boolean");
}
