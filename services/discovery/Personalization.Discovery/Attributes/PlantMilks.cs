using System.Collections.Frozen;

namespace Personalization.Discovery.Attributes;

/// <summary>
/// Plant-based milk, yogurt, cream and the like by name. A nut beside "yogurt" is mostly a flavour of dairy yogurt, so there the name must say
/// "almond milk" or "dairy free"; soy is never a flavour.
/// </summary>
internal static class PlantMilks
{
    private static readonly FrozenSet<string> Soy = Set("soy", "soya", "soja", "soia", "soymilk");

    private static readonly FrozenSet<string> Bases = Set(
        "soy", "soya", "soja", "soia", "almond", "almonds", "amande", "amandes", "mandorla", "mandorle", "almendra", "almendras", "mandel", "oat", "oats", "avoine", "avena", "hafer", "rice", "riz", "riso", "arroz",
        "coconut", "coco", "cocco", "cashew", "cashews", "hemp", "flax", "macadamia", "hazelnut", "noisette", "noisettes", "nocciola", "pea", "quinoa", "walnut", "pistachio", "epeautre", "farro", "spelt");

    private static readonly FrozenSet<string> Milks = Set("milk", "milks", "drink", "drinks", "beverage", "beverages", "creamer");

    private static readonly FrozenSet<string> Cultured = Set("milk", "milks", "drink", "drinks", "beverage", "beverage", "creamer", "yogurt", "yogurts", "yoghurt", "yoghurts", "yaourt", "dessert", "cheese", "kefir", "smoothie", "cultured");

    private static readonly FrozenSet<string> RomanceMilks = Set("lait", "laits", "latte", "leche", "leite");

    private static readonly FrozenSet<string> RomanceDrinks = Set("boisson", "boissons", "bevanda", "bevande", "bebida", "bebidas");

    private static readonly FrozenSet<string> Of = Set("de", "di", "del", "alla", "al", "vegetal", "vegetale");

    private static readonly FrozenSet<string> NotFood = Set("soap", "wash", "shampoo", "conditioner", "lotion", "scrub", "razor", "blades", "hair", "skin", "candle", "detergent");

    private static readonly FrozenSet<string> Alternatives = Set("substitute", "substitutes", "alternative", "alternatives", "substituts", "replacement", "replacements");

    public static void Find(List<string> words, List<string> found)
    {
        if (words.Exists(NotFood.Contains))
        {
            return;
        }

        if (IsPlantMilk(words)
            || (words.Exists(Soy.Contains) && words.Exists(Cultured.Contains) && !words.Contains("sauce"))
            || (found.Contains(AttributeInference.DairyFree) && words.Exists(Cultured.Contains)))
        {
            found.Add(AttributeInference.PlantBased);
            found.Add(AttributeInference.DairyFree);
        }
        else if (Follow(words, ["plant"], "based"))
        {
            found.Add(AttributeInference.PlantBased);
        }
        else if (words.Contains("tofu") || words.Contains("tempeh"))
        {
            found.Add(AttributeInference.PlantBased);
        }
    }

    /// <summary>Categories such as "Plant milks", "Milk substitutes", "Soy yogurts", "Boissons végétales".</summary>
    public static void FindInCategory(List<string> words, List<string> found)
    {
        var isAlternative = words.Exists(Alternatives.Contains) && (words.Contains("milk") || words.Contains("dairy") || words.Contains("lait") || words.Contains("yogurt") || words.Contains("cheese"));
        var isPlantMilk = Follow(words, ["plant"], "milks", "milk")
            || Follow(words, ["vegetales", "vegetali"], "boissons", "bevande")
            || Follow(words, ["boissons", "bevande", "laits"], "vegetales", "vegetali", "vegetaux")
            || (words.Count <= 4 && IsPlantMilk(words));
        if (isAlternative || isPlantMilk)
        {
            found.Add(AttributeInference.PlantBased);
            found.Add(AttributeInference.DairyFree);
        }
    }

    private static bool IsPlantMilk(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (Bases.Contains(words[at])
                && at + 1 < words.Count
                && Milks.Contains(words[at + 1])
                && !(at + 2 < words.Count && words[at + 2].StartsWith("choc", StringComparison.Ordinal))
                && !(at > 0 && words[at - 1] == "goat"))
            {
                return true;
            }

            var isMilk = RomanceMilks.Contains(words[at]) && at + 1 < words.Count && (Of.Contains(words[at + 1]) || words[at + 1].StartsWith('d'));
            if ((isMilk || RomanceDrinks.Contains(words[at])) && words.Skip(at + 1).Take(4).Any(Bases.Contains))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Follow(List<string> words, string[] first, params string[] second)
    {
        for (var at = 0; at + 1 < words.Count; at++)
        {
            if (first.Contains(words[at]) && second.Contains(words[at + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
