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
    private const int OrganicIngredients = 2;

    /// <summary>Or one of the first words, which are of what there is most of.</summary>
    private const int FirstWords = 4;

    /// <summary>Longer texts tell what else there is, not what the product is.</summary>
    private const int MaxBeside = 120;

    /// <summary>What a list of ingredients says of the whole product, where it says it.</summary>
    private static readonly FrozenSet<string> OfIngredients = new[] { "vegan", "gluten-free", "halal" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Yes = new[] { "yes", "true", "1", "y" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Diets = new[]
    {
        "vegan", "vegetarian", Organic, "gluten_free", "halal", "kosher", "plant_based", "dairy_free", "lactose_free", "sugar_free", "nut_free", "spicy",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OrganicWords = new[] { "organic", "biologique", "biologiques", "biologico", "biologica", "biologici", "biologiche", "bio", "biologisch", "biologische", "ekologisk", "okologisk", "okologischer", "okologischem", "ecologico", "ecologica", "luomu" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The attributes a product's own words give it, each once.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="categories">Any language.</param>
    /// <param name="labels">What it is labelled as.</param>
    /// <param name="ingredients">The list of ingredients, in all languages there are; empty none.</param>
    /// <param name="beside">Maker, other names, a line that says what it is. Long ones are not read.</param>
    public static IReadOnlyList<string> Infer(string name, IReadOnlyList<string> categories, IReadOnlyList<string> labels, string ingredients, IEnumerable<string>? beside = null)
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

        foreach (var text in beside ?? [])
        {
            if (text.Length <= MaxBeside)
            {
                Claims.Find(Tokenizer.Words(text), found);
            }
        }

        if (ingredients.Length > 0)
        {
            FindInIngredients(Tokenizer.Words(ingredients), found);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static void FindInIngredients(List<string> words, List<string> found)
    {
        if (words.Count(OrganicWords.Contains) >= OrganicIngredients || words.Take(FirstWords).Any(OrganicWords.Contains))
        {
            found.Add(Organic);
        }

        List<string> claims = [];
        Claims.Find(words, claims);
        found.AddRange(claims.Where(OfIngredients.Contains));
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
