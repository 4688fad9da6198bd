using System.Globalization;
using System.Text;

namespace Personalization.Storefront.Requests;

/// <summary>The one rule of ids: 1-128 Unicode scalars, no control characters, neither `.` nor `..`.</summary>
public static class IdText
{
    public const int MaxScalars = 128;

    private const string Remedy = "send 1-128 characters without control characters, other than '.' and '..'";

    /// <summary>Why the text is no id and what would be right; null when it is one.</summary>
    public static string? Fault(string id)
    {
        if (id.Length == 0)
        {
            return $"is empty; {Remedy}";
        }

        if (id is "." or "..")
        {
            return $"is '{id}'; {Remedy}";
        }

        var scalars = 0;
        for (var i = 0; i < id.Length; i++, scalars++)
        {
            var character = id[i];
            if (char.IsControl(character))
            {
                return $"has a control character (U+{(int)character:X4}); {Remedy}";
            }

            if (char.IsSurrogate(character))
            {
                if (!Rune.TryGetRuneAt(id, i, out _))
                {
                    return $"has half a character (a lone surrogate); {Remedy}";
                }

                i++;
            }
        }

        return scalars > MaxScalars
            ? $"has {scalars.ToString(CultureInfo.InvariantCulture)} characters; {Remedy}"
            : null;
    }
}
