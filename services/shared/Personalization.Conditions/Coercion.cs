using System.Buffers;
using System.Globalization;
using System.Text;

namespace Personalization.Conditions;

/// <summary>JavaScript's conversions and comparisons (ECMA-262, 7.1 and 7.2), for the values that JSON has.</summary>
internal static class Coercion
{
    private static readonly SearchValues<char> Decimals = SearchValues.Create("+-.0123456789eE");

    public static bool IsTruthy(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        double number => number != 0 && !double.IsNaN(number),
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        _ => true,
    };

    public static double ToNumber(object? value) => value switch
    {
        null => 0,
        Undefined => double.NaN,
        bool flag => flag ? 1 : 0,
        double number => number,
        string text => ToNumber(text),
        _ => ToNumber(ToText(value)),
    };

    /// <summary>parseFloat: the longest prefix that is a number.</summary>
    public static double ParseFloat(object? value)
    {
        if (value is double known)
        {
            return known;
        }

        var text = ToText(value).AsSpan().TrimStart();
        var at = 0;
        if (at < text.Length && text[at] is '+' or '-')
        {
            at++;
        }

        if (text[at..].StartsWith("Infinity", StringComparison.Ordinal))
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var digits = 0;
        var end = Digits(at);
        if (end < text.Length && text[end] == '.')
        {
            var fraction = Digits(end + 1);
            end = digits > 0 ? fraction : end;
        }

        if (digits == 0)
        {
            return double.NaN;
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var sign = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 1 : 0;
            var from = end + 1 + sign;
            var to = from;
            while (to < text.Length && char.IsAsciiDigit(text[to]))
            {
                to++;
            }

            end = to > from ? to : end;
        }

        return double.Parse(text[..end].ToString().TrimEnd('.'), NumberStyles.Float, CultureInfo.InvariantCulture);

        int Digits(int from)
        {
            var span = ToText(value).AsSpan().TrimStart();
            var to = from;
            while (to < span.Length && char.IsAsciiDigit(span[to]))
            {
                to++;
            }

            digits += to - from;
            return to;
        }
    }

    public static string ToText(object? value) => value switch
    {
        null => "null",
        Undefined => "undefined",
        bool flag => flag ? "true" : "false",
        double number => NumberText(number),
        string text => text,
        List<object?> list => string.Join(',', list.Select(element => element is null or Undefined ? "" : ToText(element))),
        _ => "[object Object]",
    };

    public static bool StrictlyEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (double one, double two) => one == two,
        (string one, string two) => string.Equals(one, two, StringComparison.Ordinal),
        (bool one, bool two) => one == two,
        _ => ReferenceEquals(left, right),
    };

    public static bool LooselyEqual(object? left, object? right)
    {
        var (leftNothing, rightNothing) = (left is null or Undefined, right is null or Undefined);
        if (leftNothing || rightNothing)
        {
            return leftNothing && rightNothing;
        }

        var (leftObject, rightObject) = (IsObject(left), IsObject(right));
        if (leftObject && rightObject)
        {
            return ReferenceEquals(left, right);
        }

        left = leftObject ? ToText(left) : left;
        right = rightObject ? ToText(right) : right;
        return left is string one && right is string two ? string.Equals(one, two, StringComparison.Ordinal) : ToNumber(left) == ToNumber(right);
    }

    /// <summary>Negative, zero or positive; null where neither is less nor equal, as with NaN.</summary>
    public static int? Compare(object? left, object? right)
    {
        left = IsObject(left) ? ToText(left) : left;
        right = IsObject(right) ? ToText(right) : right;
        if (left is string one && right is string two)
        {
            return string.CompareOrdinal(one, two);
        }

        var (first, second) = (ToNumber(left), ToNumber(right));
        return double.IsNaN(first) || double.IsNaN(second) ? null : first.CompareTo(second);
    }

    private static bool IsObject(object? value) => value is List<object?> or Dictionary<string, object?>;

    private static double ToNumber(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return 0;
        }

        if (text.Length > 2 && text[0] == '0' && Radix(text[1]) is { } radix)
        {
            return Whole(text.AsSpan(2), radix);
        }

        if (text is "Infinity" or "+Infinity" or "-Infinity")
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.AsSpan().IndexOfAnyExcept(Decimals) < 0 && double.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    private static int? Radix(char mark) => mark switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };

    private static double Whole(ReadOnlySpan<char> digits, int radix)
    {
        var value = 0.0;
        foreach (var digit in digits)
        {
            var worth = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : 16;
            if (worth >= radix)
            {
                return double.NaN;
            }

            value = (value * radix) + worth;
        }

        return value;
    }

    /// <summary>Number::toString: the shortest digits that read back, plain from 1e-6 up to 1e21.</summary>
    private static string NumberText(double number)
    {
        if (double.IsNaN(number))
        {
            return "NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "Infinity" : "-Infinity";
        }

        if (number == 0)
        {
            return "0";
        }

        var round = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        var mark = round.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? round : round[..mark];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? at : mantissa.Length;
        var first = mantissa.AsSpan().IndexOfAnyExcept('0', '.');
        var exponent = (first < dot ? dot - 1 - first : dot - first) + (mark < 0 ? 0 : int.Parse(round.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).Trim('0');
        var text = new StringBuilder(number < 0 ? "-" : "");
        var point = exponent + 1;
        if (point is > 0 and <= 21)
        {
            text.Append(digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}");
        }
        else if (point is <= 0 and > -6)
        {
            text.Append("0.").Append('0', -point).Append(digits);
        }
        else
        {
            text.Append(digits[0]).Append(digits.Length > 1 ? "." : "").Append(digits.AsSpan(1)).Append('e').Append(exponent > 0 ? "+" : "").Append(exponent);
        }

        return text.ToString();
    }
}
