using System.Globalization;

namespace Personalization.Storefront.Requests;

/// <summary>The exact decimal text of a JSON number: as it was written, an exponent written out.</summary>
public static class DecimalText
{
    /// <summary>Null when the text written out would be longer than <paramref name="maxLength"/>.</summary>
    public static string? From(string number, int maxLength)
    {
        var mark = number.AsSpan().IndexOfAny('e', 'E');
        if (mark < 0)
        {
            return number.Length <= maxLength ? number : null;
        }

        if (!int.TryParse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || Math.Abs((long)exponent) > maxLength + (long)mark)
        {
            return null;
        }

        var negative = number[0] == '-';
        var mantissa = number.AsSpan(negative ? 1 : 0, mark - (negative ? 1 : 0));
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var digits = string.Concat(whole, dot < 0 ? default : mantissa[(dot + 1)..]);
        var point = whole.Length + exponent;
        if (point <= 0)
        {
            digits = new string('0', 1 - point) + digits;
            point = 1;
        }
        else if (point > digits.Length)
        {
            digits = digits.PadRight(point, '0');
        }

        var front = digits[..point].TrimStart('0');
        var back = digits[point..].TrimEnd('0');
        var text = (negative ? "-" : "") + (front.Length == 0 ? "0" : front) + (back.Length == 0 ? "" : "." + back);
        return text.Length <= maxLength ? text : null;
    }
}
