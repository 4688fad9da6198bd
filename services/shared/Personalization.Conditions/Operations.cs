using System.Collections.Frozen;
using System.Globalization;

namespace Personalization.Conditions;

/// <summary>JsonLogic's operations, as json-logic-js has them.</summary>
internal static class Operations
{
    /// <summary>Those whose arguments are evaluated first.</summary>
    public static FrozenDictionary<string, Func<object?[], Scope, object?>> Eager { get; } = new Dictionary<string, Func<object?[], Scope, object?>>
    {
        ["var"] = static (a, scope) => Var(scope.Data, At(a, 0), At(a, 1)),
        ["missing"] = static (a, scope) => Missing(At(a, 0) is List<object?> list ? list : a, scope.Data),
        ["missing_some"] = MissingSome,
        ["=="] = static (a, _) => Coercion.LooselyEqual(At(a, 0), At(a, 1)),
        ["!="] = static (a, _) => !Coercion.LooselyEqual(At(a, 0), At(a, 1)),
        ["==="] = static (a, _) => Coercion.StrictlyEqual(At(a, 0), At(a, 1)),
        ["!=="] = static (a, _) => !Coercion.StrictlyEqual(At(a, 0), At(a, 1)),
        ["!"] = static (a, _) => !Coercion.IsTruthy(At(a, 0)),
        ["!!"] = static (a, _) => Coercion.IsTruthy(At(a, 0)),
        [">"] = static (a, _) => Coercion.Compare(At(a, 0), At(a, 1)) > 0,
        [">="] = static (a, _) => Coercion.Compare(At(a, 0), At(a, 1)) >= 0,
        ["<"] = static (a, _) => Coercion.Compare(At(a, 0), At(a, 1)) < 0 && (At(a, 2) is Undefined || Coercion.Compare(At(a, 1), At(a, 2)) < 0),
        ["<="] = static (a, _) => Coercion.Compare(At(a, 0), At(a, 1)) <= 0 && (At(a, 2) is Undefined || Coercion.Compare(At(a, 1), At(a, 2)) <= 0),
        ["max"] = static (a, _) => a.Select(Coercion.ToNumber).Aggregate(double.NegativeInfinity, Math.Max),
        ["min"] = static (a, _) => a.Select(Coercion.ToNumber).Aggregate(double.PositiveInfinity, Math.Min),
        ["+"] = static (a, _) => a.Aggregate(0.0, static (sum, value) => sum + Coercion.ParseFloat(value)),
        ["*"] = static (a, _) => a.Length switch
        {
            0 => throw new ConditionException("'*' has nothing to multiply."),
            1 => a[0],
            _ => a.Skip(1).Aggregate(Coercion.ParseFloat(a[0]), static (product, value) => product * Coercion.ParseFloat(value)),
        },
        ["-"] = static (a, _) => At(a, 1) is Undefined ? -Coercion.ToNumber(At(a, 0)) : Coercion.ToNumber(At(a, 0)) - Coercion.ToNumber(At(a, 1)),
        ["/"] = static (a, _) => Coercion.ToNumber(At(a, 0)) / Coercion.ToNumber(At(a, 1)),
        ["%"] = static (a, _) => Coercion.ToNumber(At(a, 0)) % Coercion.ToNumber(At(a, 1)),
        ["in"] = static (a, _) => In(At(a, 0), At(a, 1)),
        ["cat"] = static (a, _) => string.Concat(a.Select(static value => value is null or Undefined ? "" : Coercion.ToText(value))),
        ["substr"] = static (a, _) => Substring(Coercion.ToText(At(a, 0)), At(a, 1), At(a, 2)),
        ["merge"] = static (a, _) => a.SelectMany(static value => value is List<object?> list ? list : [value]).ToList(),
        ["log"] = static (a, _) => At(a, 0),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those that choose what is evaluated.</summary>
    public static FrozenDictionary<string, Func<Node[], Scope, object?>> Lazy { get; } = new Dictionary<string, Func<Node[], Scope, object?>>
    {
        ["if"] = If,
        ["?:"] = If,
        ["and"] = static (nodes, scope) => FirstOrLast(nodes, scope, stopAt: false),
        ["or"] = static (nodes, scope) => FirstOrLast(nodes, scope, stopAt: true),
        ["filter"] = static (nodes, scope) => Filter(nodes, scope),
        ["map"] = static (nodes, scope) => List(nodes, scope) is { } list ? list.Select(value => Inner(nodes, scope, value)).ToList() : new List<object?>(),
        ["reduce"] = Reduce,
        ["all"] = static (nodes, scope) => List(nodes, scope) is { Count: > 0 } list && list.All(value => Coercion.IsTruthy(Inner(nodes, scope, value))),
        ["none"] = static (nodes, scope) => Filter(nodes, scope).Count == 0,
        ["some"] = static (nodes, scope) => Filter(nodes, scope).Count > 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static object? At(object?[] values, int index) => index < values.Length ? values[index] : Undefined.Value;

    private static object? Var(object? data, object? name, object? otherwise)
    {
        var none = otherwise is Undefined ? null : otherwise;
        if (name is null or Undefined or "")
        {
            return data;
        }

        foreach (var part in Coercion.ToText(name).Split('.'))
        {
            data = data switch
            {
                Dictionary<string, object?> members => members.TryGetValue(part, out var value) ? value : Undefined.Value,
                List<object?> list => part == "length" ? (double)list.Count : Index(part, list.Count) is { } index ? list[index] : Undefined.Value,
                string text => part == "length" ? (double)text.Length : Index(part, text.Length) is { } index ? text[index].ToString() : Undefined.Value,
                _ => Undefined.Value,
            };
            if (data is Undefined)
            {
                return none;
            }
        }

        return data;
    }

    private static int? Index(string part, int count) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count && (part.Length == 1 || part[0] != '0') ? index : null;

    private static List<object?> Missing(IReadOnlyList<object?> names, object? data) =>
        [.. names.Where(name => Var(data, name, Undefined.Value) is null or "")];

    private static List<object?> MissingSome(object?[] arguments, Scope scope)
    {
        var options = At(arguments, 1) as List<object?> ?? throw new ConditionException("'missing_some' needs a list of names.");
        var missing = Missing(options, scope.Data);
        return options.Count - missing.Count >= Coercion.ToNumber(At(arguments, 0)) ? [] : missing;
    }

    private static bool In(object? value, object? holder) => holder switch
    {
        string { Length: > 0 } text => text.Contains(Coercion.ToText(value), StringComparison.Ordinal),
        List<object?> list => list.Exists(element => Coercion.StrictlyEqual(element, value)),
        _ => false,
    };

    private static string Substring(string text, object? start, object? length)
    {
        if (length is not Undefined && Coercion.ToNumber(length) < 0)
        {
            var rest = Cut(text, Coercion.ToNumber(start), double.PositiveInfinity);
            return Cut(rest, 0, rest.Length + Coercion.ToNumber(length));
        }

        return Cut(text, Coercion.ToNumber(start), length is Undefined ? double.PositiveInfinity : Coercion.ToNumber(length));
    }

    /// <summary>String.prototype.substr.</summary>
    private static string Cut(string text, double start, double length)
    {
        start = double.IsNaN(start) ? 0 : Math.Truncate(start);
        length = double.IsNaN(length) ? 0 : Math.Truncate(length);
        var from = (int)Math.Clamp(start < 0 ? text.Length + start : start, 0, text.Length);
        return text.Substring(from, (int)Math.Clamp(length, 0, text.Length - from));
    }

    private static object? If(Node[] nodes, Scope scope)
    {
        var at = 0;
        for (; at < nodes.Length - 1; at += 2)
        {
            if (Coercion.IsTruthy(nodes[at].Evaluate(scope)))
            {
                return nodes[at + 1].Evaluate(scope);
            }
        }

        return at == nodes.Length - 1 ? nodes[at].Evaluate(scope) : null;
    }

    private static object? FirstOrLast(Node[] nodes, Scope scope, bool stopAt)
    {
        object? value = Undefined.Value;
        foreach (var node in nodes)
        {
            value = node.Evaluate(scope);
            if (Coercion.IsTruthy(value) == stopAt)
            {
                break;
            }
        }

        return value;
    }

    private static List<object?>? List(Node[] nodes, Scope scope) => nodes.Length > 0 ? nodes[0].Evaluate(scope) as List<object?> : null;

    private static object? Inner(Node[] nodes, Scope scope, object? data)
    {
        scope.Steps.Take();
        return nodes.Length > 1 ? nodes[1].Evaluate(scope with { Data = data }) : Undefined.Value;
    }

    private static List<object?> Filter(Node[] nodes, Scope scope) =>
        List(nodes, scope) is { } list ? [.. list.Where(value => Coercion.IsTruthy(Inner(nodes, scope, value)))] : [];

    private static object? Reduce(Node[] nodes, Scope scope)
    {
        var list = List(nodes, scope);
        var result = nodes.Length > 2 ? nodes[2].Evaluate(scope) : null;
        foreach (var value in list ?? [])
        {
            result = Inner(nodes, scope, new Dictionary<string, object?>(StringComparer.Ordinal) { ["current"] = value, ["accumulator"] = result });
        }

        return result;
    }
}
