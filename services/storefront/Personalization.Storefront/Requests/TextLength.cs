using System.Globalization;

namespace Personalization.Storefront.Requests;

/// <summary>The one measure of text: Unicode characters (scalars), as JSON Schema counts them and ids are counted.</summary>
public static class TextLength
{
    /// <summary>Why the text is too long and what would be right; null when it is not.</summary>
    public static string? Fault(string text, int maxScalars)
    {
        if (text.Length <= maxScalars)
        {
            return null;
        }

        var scalars = Scalars(text);
        return scalars <= maxScalars ? null : string.Create(CultureInfo.InvariantCulture, $"has {scalars} characters; send at most {maxScalars}");
    }

    private static int Scalars(string text)
    {
        var scalars = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                scalars--;
                i++;
            }
        }

        return scalars;
    }
}
