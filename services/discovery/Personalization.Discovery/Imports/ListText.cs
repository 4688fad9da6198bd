namespace Personalization.Discovery.Imports;

/// <summary>Lists written in one field, and the language prefix of Open Food Facts tags.</summary>
internal static class ListText
{
    private static readonly char[] Separators = [',', '|'];

    public static IEnumerable<string> Split(RawField field, int maxLength)
    {
        var values = field.List ?? field.Text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return values.Select(Clean).Where(value => value.Length > 0 && value.Length <= maxLength);
    }

    /// <summary>`en:organic` is `organic`.</summary>
    public static string Clean(string value)
    {
        var trimmed = value.Trim();
        return trimmed.Length > 3 && trimmed[2] == ':' && char.IsAsciiLetterLower(trimmed[0]) && char.IsAsciiLetterLower(trimmed[1]) ? trimmed[3..].Trim() : trimmed;
    }
}
