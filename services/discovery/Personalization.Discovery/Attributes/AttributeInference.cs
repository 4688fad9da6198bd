using System.Collections.Frozen;
using Personalization.Search.Text;

namespace Personalization.Discovery.Attributes;

/// <summary>
/// Diets and other properties from what a product says of itself: name, categories, labels, ingredients. Conservative: a property is inferred
/// where the text claims it, not where its ingredients would allow it.
/// </summary>
public static class AttributeInference
{
    public const string PlantBased = "plant-based";

    public const string DairyFree = "dairy-free";

    public const string Organic = "organic";

    /// <summary>So many ingredients said to be organic make an organic product.</summary>
    private const int OrganicIngredients = 3;

    private static readonly FrozenSet<string> Yes = new[] { "yes", "true", "1", "y" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Diets = new[]
    {
        "vegan", "vegetarian", Organic, "gluten_free", "halal", "kosher", "plant_based", "dairy_free", "lactose_free", "sugar_free", "nut_free", "spicy",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OrganicWords = new[] { "organic", "biologique", "biologiques", "biologico", "biologica", "biologici", "biologiche", "bio" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The attributes a product's own words give it, each once.</summary>
    public static IReadOnlyList<string> Infer(string name, IReadOnlyList<string> categories, IReadOnlyList<string> labels, string ingredients)
    {
        var found = new List<string>();
        var words = Tokenizer.Words(name);
        Claims.Find(words, found);
        PlantMilks.Find(words, found);
        Heat.Find(words, found);
        foreach (var category in categories)
        {
            var categoryWords = Tokenizer.Words(category);
            Claims.Find(categoryWords, found);
            PlantMilks.FindInCategory(categoryWords, found);
        }

        foreach (var label in labels)
        {
            Claims.Find(Tokenizer.Words(label), found);
        }

        if (ingredients.Length > 0 && Tokenizer.Words(ingredients).Count(OrganicWords.Contains) >= OrganicIngredients)
        {
            found.Add(Organic);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The diet that a column such as `vegan: yes` states; null when it states none.</summary>
    /// <param name="column">Normalized name: lower case, `_` between words.</param>
    /// <param name="value">Its value.</param>
    public static string? FromColumn(string column, string value)
    {
        var diet = column.StartsWith("is_", StringComparison.Ordinal) ? column[3..] : column;
        return Yes.Contains(value) && Diets.Contains(diet) ? diet.Replace('_', '-') : null;
    }
}
