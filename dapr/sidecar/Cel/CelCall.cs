using System.Globalization;
using System.Text.RegularExpressions;

namespace Personalization.Sidecar.Cel;

/// <summary>A function: <c>size(x)</c>, <c>x.startsWith(y)</c>. A method's target is the first argument.</summary>
internal sealed class CelCall(string name, IReadOnlyList<CelNode> arguments, Regex? pattern) : CelNode
{
    private const int MaxPattern = 1_024;

    /// <summary>The functions, how many arguments each takes, and whether it may be written before or behind its first one.</summary>
    private static readonly Dictionary<string, (int Arguments, bool IsFunction, bool IsMethod)> Known = new(StringComparer.Ordinal)
    {
        ["size"] = (1, true, true),
        ["startsWith"] = (2, false, true),
        ["endsWith"] = (2, false, true),
        ["contains"] = (2, false, true),
        ["matches"] = (2, true, true),
        ["int"] = (1, true, false),
        ["uint"] = (1, true, false),
        ["double"] = (1, true, false),
        ["string"] = (1, true, false),
        ["bool"] = (1, true, false),
        ["dyn"] = (1, true, false),
    };

    /// <param name="name">As written.</param>
    /// <param name="arguments">A method's target first.</param>
    /// <param name="isMethod">Written behind its target.</param>
    /// <param name="error">Makes an error at the call.</param>
    public static CelCall Create(string name, IReadOnlyList<CelNode> arguments, bool isMethod, Func<string, CelSyntaxException> error)
    {
        if (!Known.TryGetValue(name, out var known) || !(isMethod ? known.IsMethod : known.IsFunction))
        {
            var kind = isMethod ? "method" : "function";
            var names = Known.Where(k => isMethod ? k.Value.IsMethod : k.Value.IsFunction).Select(k => k.Key).Concat(isMethod ? CelMacro.Names : ["has"]);
            throw error($"there is no {kind} '{name}'; there are {string.Join(", ", names.Order(StringComparer.Ordinal))}");
        }

        if (arguments.Count != known.Arguments)
        {
            var expected = known.Arguments - (isMethod ? 1 : 0);
            throw error($"'{name}' takes {expected} argument{(expected == 1 ? "" : "s")}, not {arguments.Count - (isMethod ? 1 : 0)}");
        }

        Regex? pattern = null;
        if (name == "matches" && arguments[1] is CelConstant { Value: string text })
        {
            try
            {
                pattern = Pattern(text);
            }
            catch (CelEvaluationException e)
            {
                throw error(e.Message);
            }
        }

        return new CelCall(name, arguments, pattern);
    }

    public override object? Evaluate(CelScope scope)
    {
        var first = arguments[0].Evaluate(scope);
        var second = arguments.Count > 1 ? arguments[1].Evaluate(scope) : null;
        return (name, first, second) switch
        {
            ("size", string text, _) => (long)text.EnumerateRunes().Count(),
            ("size", ICelList list, _) => (long)list.Count,
            ("size", ICelMap map, _) => (long)map.Count,
            ("startsWith", string text, string part) => text.StartsWith(part, StringComparison.Ordinal),
            ("endsWith", string text, string part) => text.EndsWith(part, StringComparison.Ordinal),
            ("contains", string text, string part) => text.Contains(part, StringComparison.Ordinal),
            ("matches", string text, string part) => (pattern ?? Pattern(part)).IsMatch(text),
            ("dyn", _, _) => first,
            ("string", _, _) => CelValues.Text(first),
            ("bool", bool truth, _) => truth,
            ("bool", string text, _) => Truth(text),
            ("int", _, _) => ToInt(first),
            ("uint", _, _) => ToUint(first),
            ("double", _, _) => ToDouble(first),
            _ => arguments.Count > 1 ? throw CelEvaluationException.NoOverload(name, first, second) : throw CelEvaluationException.NoOverload(name, first),
        };
    }

    /// <summary>Matched in time linear in the text, as daprd's RE2.</summary>
    private static Regex Pattern(string text)
    {
        try
        {
            return text.Length <= MaxPattern
                ? new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
                : throw new CelEvaluationException($"a pattern is longer than {MaxPattern} characters");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new CelEvaluationException($"'{text}' is no regular expression of RE2: {e.Message}");
        }
    }

    private static bool Truth(string text) => text switch
    {
        "true" or "True" or "TRUE" or "t" or "1" => true,
        "false" or "False" or "FALSE" or "f" or "0" => false,
        _ => throw new CelEvaluationException($"'{text}' is no truth value"),
    };

    private static long ToInt(object? value) => value switch
    {
        long number => number,
        ulong number when number <= long.MaxValue => (long)number,
        double number when number is > -9.2233720368547758e18 and < 9.2233720368547758e18 => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw CelEvaluationException.NoOverload("int", value),
    };

    private static ulong ToUint(object? value) => value switch
    {
        ulong number => number,
        long number when number >= 0 => (ulong)number,
        double number when number is >= 0 and < 1.8446744073709552e19 => (ulong)number,
        string text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw CelEvaluationException.NoOverload("uint", value),
    };

    private static double ToDouble(object? value) => value switch
    {
        double number => number,
        long number => number,
        ulong number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw CelEvaluationException.NoOverload("double", value),
    };
}
