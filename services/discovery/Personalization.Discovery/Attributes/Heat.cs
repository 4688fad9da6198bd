using System.Collections.Frozen;

namespace Personalization.Discovery.Attributes;

/// <summary>`spicy` from what makes food hot, and not from what is served hot.</summary>
internal static class Heat
{
    private static readonly FrozenSet<string> Spicy = Set(
        "spicy", "chili", "chilli", "chile", "chilies", "chilis", "jalapeno", "jalapenos", "sriracha", "habanero", "cayenne", "chipotle", "picante", "piccante", "diablo", "fiery", "serrano", "wasabi", "scharf", "epice", "epicee", "diavola");

    private static readonly FrozenSet<string> NotSpicy = Set("mild", "non", "not");

    private static readonly FrozenSet<string> ServedHot = Set(
        "dog", "dogs", "chocolate", "cocoa", "cereal", "cereals", "pocket", "pockets", "drink", "fudge", "cross", "tea", "coffee", "roll", "rolls", "bun", "buns", "water", "oatmeal", "breakfast", "apple", "cup", "cups", "glue", "wax", "oil", "pack", "packs", "compress", "roller", "rollers", "tools", "spot", "wheels");

    public static void Find(List<string> words, List<string> found)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var negated = at > 0 && NotSpicy.Contains(words[at - 1]);
            var next = at + 1 < words.Count ? words[at + 1] : "";
            var isHot = Spicy.Contains(words[at])
                || (words[at] == "hot" && !ServedHot.Contains(next))
                || (words[at] == "buffalo" && next is "style" or "wing" or "wings" or "sauce" or "ranch" or "chicken" or "flavor" or "flavored" or "hot" or "blue")
                || (words[at] == "ghost" && next is "pepper" or "peppers");
            if (isHot && !negated)
            {
                found.Add("spicy");
                return;
            }
        }
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
