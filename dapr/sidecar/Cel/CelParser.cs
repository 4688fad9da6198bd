namespace Personalization.Sidecar.Cel;

/// <summary>Makes a tree of tokens, by descent.</summary>
internal sealed class CelParser
{
    private const int MaxDepth = 60;

    private static readonly string[] Relations = ["==", "!=", "<", "<=", ">", ">=", "in"];

    private readonly CelSource _source;
    private readonly List<CelToken> _tokens;
    private readonly List<string> _variables;
    private int _at;
    private int _depth;

    private CelParser(CelSource source, string variable)
    {
        _source = source;
        _tokens = CelLexer.Read(source);
        _variables = [variable];
    }

    private CelToken Current => _tokens[_at];

    /// <param name="source">The text.</param>
    /// <param name="variable">The one variable it may use.</param>
    /// <exception cref="CelSyntaxException">The text is no expression.</exception>
    public static CelNode Parse(CelSource source, string variable)
    {
        var parser = new CelParser(source, variable);
        var node = parser.Expression();
        return parser.Current.Kind == CelTokenKind.End ? node : throw parser.Unexpected("an operator or the end");
    }

    private CelNode Expression()
    {
        if (++_depth > MaxDepth)
        {
            throw _source.Error(Current.Position, $"brackets and operators are nested deeper than {MaxDepth}");
        }

        var node = Or();
        if (Take("?"))
        {
            var then = Or();
            Expect(":");
            node = new CelConditional(node, then, Expression());
        }

        _depth--;
        return node;
    }

    private CelNode Or()
    {
        var node = And();
        while (Take("||"))
        {
            node = new CelLogic(node, And(), isOr: true);
        }

        return node;
    }

    private CelNode And()
    {
        var node = Relation();
        while (Take("&&"))
        {
            node = new CelLogic(node, Relation(), isOr: false);
        }

        return node;
    }

    private CelNode Relation()
    {
        var node = Addition();
        while (Current.Kind != CelTokenKind.Literal && Array.IndexOf(Relations, Current.Text) >= 0)
        {
            var operation = Next().Text;
            node = new CelRelation(operation, node, Addition());
        }

        return node;
    }

    private CelNode Addition()
    {
        var node = Multiplication();
        while (Current.Is("+") || Current.Is("-"))
        {
            var operation = Next().Text[0];
            node = new CelArithmetic(operation, node, Multiplication());
        }

        return node;
    }

    private CelNode Multiplication()
    {
        var node = Unary();
        while (Current.Is("*") || Current.Is("/") || Current.Is("%"))
        {
            var operation = Next().Text[0];
            node = new CelArithmetic(operation, node, Unary());
        }

        return node;
    }

    private CelNode Unary()
    {
        if (++_depth > MaxDepth)
        {
            throw _source.Error(Current.Position, $"brackets and operators are nested deeper than {MaxDepth}");
        }

        CelNode node;
        if (Take("!"))
        {
            node = new CelNot(Unary());
        }
        else if (Take("-"))
        {
            node = new CelNegate(Unary());
        }
        else
        {
            node = Member();
        }

        _depth--;
        return node;
    }

    private CelNode Member()
    {
        var node = Primary();
        while (true)
        {
            if (Take("."))
            {
                var name = Name("a field or a method");
                node = Current.Is("(") ? Method(node, name) : new CelSelect(node, name.Text);
            }
            else if (Take("["))
            {
                node = new CelIndex(node, Expression());
                Expect("]");
            }
            else
            {
                return node;
            }
        }
    }

    private CelNode Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case CelTokenKind.Literal:
                Next();
                return token.Value is CelMinimum && !(_at >= 2 && _tokens[_at - 2].Is("-"))
                    ? throw _source.Error(token.Position, $"'{token.Text}' is no whole number of 64 bits")
                    : new CelConstant(token.Value);
            case CelTokenKind.Name when token.Text is "true" or "false" or "null":
                Next();
                return new CelConstant(token.Text == "null" ? null : token.Text == "true");
            case CelTokenKind.Name when token.Text != "in":
                Next();
                return Current.Is("(") ? Function(token) : Variable(token);
        }

        if (Take("("))
        {
            var node = Expression();
            Expect(")");
            return node;
        }

        if (Take("["))
        {
            return new CelListLiteral(Sequence("]", Expression));
        }

        if (Take("{"))
        {
            return new CelMapLiteral(Sequence("}", () =>
            {
                var key = Expression();
                Expect(":");
                return (key, Expression());
            }));
        }

        throw Unexpected("a value");
    }

    private CelVariable Variable(CelToken name) => _variables.Contains(name.Text)
        ? new CelVariable(name.Text)
        : throw _source.Error(name.Position, $"there is no variable '{name.Text}'; there is '{_variables[0]}', as in {_variables[0]}.type or {_variables[0]}.data.{name.Text}");

    private CelNode Function(CelToken name)
    {
        Expect("(");
        if (name.Text == "has")
        {
            var operand = Expression();
            Expect(")");
            return operand is CelSelect select
                ? new CelHas(select)
                : throw _source.Error(name.Position, "has() takes a field, as in has(event.data.amount)");
        }

        return CelCall.Create(name.Text, Sequence(")", Expression), isMethod: false, reason => _source.Error(name.Position, reason));
    }

    private CelNode Method(CelNode target, CelToken name)
    {
        Expect("(");
        if (CelMacro.Names.Contains(name.Text))
        {
            var variable = Name("a variable");
            Expect(",");
            _variables.Add(variable.Text);
            var body = Expression();
            _variables.RemoveAt(_variables.Count - 1);
            Expect(")");
            return new CelMacro(name.Text, target, variable.Text, body);
        }

        return CelCall.Create(name.Text, [target, .. Sequence(")", Expression)], isMethod: true, reason => _source.Error(name.Position, reason));
    }

    /// <summary>Items separated by commas up to a bracket; a comma may stand before it.</summary>
    private List<T> Sequence<T>(string end, Func<T> item)
    {
        var items = new List<T>();
        while (!Take(end))
        {
            items.Add(item());
            if (!Take(","))
            {
                Expect(end);
                break;
            }
        }

        return items;
    }

    private CelToken Name(string what) => Current.Kind == CelTokenKind.Name ? Next() : throw Unexpected(what);

    private CelToken Next() => _tokens[_at++];

    private bool Take(string symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    private CelSyntaxException Unexpected(string expected) => _source.Error(
        Current.Position,
        Current.Kind is CelTokenKind.End or CelTokenKind.Literal ? $"{expected} is expected, not {Current.Text}" : $"{expected} is expected, not '{Current.Text}'");
}
