using System.Globalization;
using System.Text;

namespace Personalization.Discovery.Catalogue;

/// <summary>The rule of ids: 1-128 Unicode scalars without control characters, not `.` or `..`.</summary>
public static class ProductIds
{
    public const int MaxLength = 128;

    /// <summary>Why a text is no id; null when it is one.</summary>
    public static string? Fault(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return "is empty; give each product an id";
        }

        if (id is "." or "..")
        {
            return "is a path, not an id; use another text";
        }

        var length = 0;
        foreach (var rune in id.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
            {
                return "has a control or broken character; remove it";
            }

            length++;
        }

        return length > MaxLength ? $"has {length} characters; use at most {MaxLength}" : null;
    }
}
