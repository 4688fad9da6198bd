using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Reading;

/// <summary>Diets from the share of what is liked that carries a diet's attribute. Several spellings name one diet; a stricter diet implies a laxer one.</summary>
internal static class DietaryInference
{
    private static readonly Dictionary<string, string> Diets = Spellings();

    private static readonly (string Stricter, string Laxer)[] Implied = [("vegan", "vegetarian"), ("vegan", "dairy-free")];

    /// <summary>Strongest first.</summary>
    public static IReadOnlyList<string> Infer(ShopperState state, LearningOptions options)
    {
        if (state.AttributedSum <= 0)
        {
            return [];
        }

        Dictionary<string, (double Sum, int Evidence)>? diets = null;
        foreach (var (name, sum) in state.Attributes)
        {
            if (DietOf(name) is { } diet)
            {
                diets ??= [];
                var known = diets.GetValueOrDefault(diet);
                diets[diet] = (Math.Max(known.Sum, sum.Sum), Math.Max(known.Evidence, sum.Evidence));
            }
        }

        if (diets is null)
        {
            return [];
        }

        foreach (var (stricter, laxer) in Implied)
        {
            // Every vegan product is a vegetarian one, labelled so or not; implied diets are named only where the shopper's products name them at all.
            if (diets.TryGetValue(stricter, out var strict) && diets.TryGetValue(laxer, out var lax) && strict.Sum > lax.Sum)
            {
                diets[laxer] = strict;
            }
        }

        return [.. diets
            .Where(entry => entry.Value.Evidence >= options.DietaryEvidence && entry.Value.Sum / state.AttributedSum >= options.DietaryShare)
            .OrderByDescending(entry => entry.Value.Sum)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Key)];
    }

    /// <summary>The diet an attribute names, such as `labels:Gluten Free`; null for any other attribute.</summary>
    public static string? DietOf(string attribute)
    {
        var start = attribute.LastIndexOf(':') + 1;
        Span<char> text = stackalloc char[32];
        if (attribute.Length - start is 0 or > 32)
        {
            return null;
        }

        for (var i = start; i < attribute.Length; i++)
        {
            var letter = char.ToLowerInvariant(attribute[i]);
            text[i - start] = letter is ' ' or '_' ? '-' : letter;
        }

        return Diets.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..(attribute.Length - start)], out var diet) ? diet : null;
    }

    private static Dictionary<string, string> Spellings()
    {
        (string Diet, string[] Spellings)[] diets =
        [
            ("vegan", ["vegan", "plant-based", "100%-vegan", "vegan-friendly"]),
            ("vegetarian", ["vegetarian", "veggie", "suitable-for-vegetarians"]),
            ("gluten-free", ["gluten-free", "no-gluten", "glutenfree", "without-gluten"]),
            ("dairy-free", ["dairy-free", "no-dairy", "milk-free", "no-milk"]),
            ("lactose-free", ["lactose-free", "no-lactose"]),
            ("halal", ["halal"]),
            ("kosher", ["kosher"]),
            ("organic", ["organic", "bio", "eu-organic", "usda-organic"]),
            ("nut-free", ["nut-free", "no-nuts"]),
            ("sugar-free", ["sugar-free", "no-sugar", "no-added-sugar"]),
            ("keto", ["keto", "ketogenic"]),
            ("low-carb", ["low-carb"]),
        ];
        var spellings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (diet, names) in diets)
        {
            foreach (var name in names)
            {
                spellings.Add(name, diet);
            }
        }

        return spellings;
    }
}
