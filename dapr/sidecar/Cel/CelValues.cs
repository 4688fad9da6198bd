using System.Globalization;

namespace Personalization.Sidecar.Cel;

/// <summary>
/// What all values have: null, bool, long (int), ulong (uint), double, string, <see cref="ICelList"/>, <see cref="ICelMap"/>. Numbers of different types
/// compare by what they are worth; values of different kinds are unequal.
/// </summary>
internal static class CelValues
{
    public static string TypeName(object? value) => value switch
    {
        null => "null",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        ICelList => "list",
        ICelMap => "map",
        _ => value.GetType().Name,
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (bool a, bool b) => a == b,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (ICelList a, ICelList b) => AreEqual(a, b),
        (ICelMap a, ICelMap b) => AreEqual(a, b),
        _ when IsNumber(left) && IsNumber(right) => CompareNumbers(left, right) == 0,
        _ => false,
    };

    /// <returns>Less than, equal to or more than zero; null when they have no order (NaN).</returns>
    /// <exception cref="CelEvaluationException">They are of kinds that have no order.</exception>
    public static int? Compare(string operation, object? left, object? right) => (left, right) switch
    {
        (string a, string b) => CompareTexts(a, b),
        (bool a, bool b) => a.CompareTo(b),
        ({ } a, { } b) when IsNumber(a) && IsNumber(b) => CompareNumbers(a, b),
        _ => throw CelEvaluationException.NoOverload($"_{operation}_", left, right),
    };

    public static string Text(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw CelEvaluationException.NoOverload("string", value),
    };

    private static bool IsNumber(object value) => value is long or ulong or double;

    private static int? CompareNumbers(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (ulong a, ulong b) => a.CompareTo(b),
        (long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b),
        (ulong a, long b) => b < 0 ? 1 : a.CompareTo((ulong)b),
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a < b ? -1 : a > b ? 1 : 0,
        (double a, _) => double.IsNaN(a) ? null : CompareMixed(a, right),
        (_, double b) => double.IsNaN(b) ? null : -CompareMixed(b, left),
        _ => null,
    };

    /// <summary>Exact also where a double has fewer digits than the whole number.</summary>
    private static int CompareMixed(double number, object whole)
    {
        if (double.IsInfinity(number))
        {
            return number > 0 ? 1 : -1;
        }

        var floor = new System.Numerics.BigInteger(Math.Floor(number));
        var other = whole is long signed ? new System.Numerics.BigInteger(signed) : new System.Numerics.BigInteger((ulong)whole);
        var order = floor.CompareTo(other);
        return order != 0 ? order : number > Math.Floor(number) ? 1 : 0;
    }

    /// <summary>By code points, as UTF-8 bytes sort.</summary>
    private static int CompareTexts(string left, string right)
    {
        var a = left.EnumerateRunes();
        var b = right.EnumerateRunes();
        while (true)
        {
            var (hasA, hasB) = (a.MoveNext(), b.MoveNext());
            if (!hasA || !hasB)
            {
                return hasA.CompareTo(hasB);
            }

            if (a.Current != b.Current)
            {
                return a.Current.CompareTo(b.Current);
            }
        }
    }

    private static bool AreEqual(ICelList left, ICelList right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(ICelMap left, ICelMap right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var key in left.Keys)
        {
            left.TryGet(key, out var value);
            if (!right.TryGet(key, out var other) || !AreEqual(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
