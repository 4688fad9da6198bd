using System.Globalization;

namespace Personalization.Discovery.Imports;

/// <summary>Prices as shops write them: `1,299.50`, `1.299,50 €`, `$3`, `₹ 220`.</summary>
internal static class PriceText
{
    private const decimal Largest = 1_000_000_000;

    public static bool TryParse(string text, out decimal price, out string? currency)
    {
        currency = null;
        price = 0;
        var digits = new char[text.Length];
        var length = 0;
        foreach (var character in text)
        {
            switch (character)
            {
                case '$': currency ??= "USD"; break;
                case '€': currency ??= "EUR"; break;
                case '£': currency ??= "GBP"; break;
                case '₹': currency ??= "INR"; break;
                case '¥': currency ??= "JPY"; break;
                case ' ' or '\u00A0' or '\u202F' or '\'': break;
                default: digits[length++] = character; break;
            }
        }

        var number = new string(digits, 0, length);
        if (length > 3 && char.IsAsciiLetter(number[^1]) && number[^3..].All(char.IsAsciiLetter))
        {
            currency = number[^3..].ToUpperInvariant();
            number = number[..^3];
        }

        return decimal.TryParse(Normal(number), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out price) && price is >= 0 and <= Largest;
    }

    /// <summary>The last of `.` and `,` is the decimal point, unless it stands before exactly three digits with nothing else of its kind but groups.</summary>
    private static string Normal(string number)
    {
        var comma = number.LastIndexOf(',');
        var point = number.LastIndexOf('.');
        if (comma < 0)
        {
            return number.Count(character => character == '.') > 1 ? number.Replace(".", "") : number;
        }

        if (point > comma)
        {
            return number.Replace(",", "");
        }

        var grouping = point < 0 && number.Length - comma == 4 && comma > 0;
        return grouping ? number.Replace(",", "") : number.Replace(".", "").Replace(',', '.');
    }
}
