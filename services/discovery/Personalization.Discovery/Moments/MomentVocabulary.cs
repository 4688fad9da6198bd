using System.Collections.Frozen;
using Personalization.Discovery.Contracts;
using Personalization.Search.Index;
using Personalization.Search.Text;

namespace Personalization.Discovery.Moments;

/// <summary>Which categories and attributes of one catalogue fit which moment (R3.3), by the words in their names.</summary>
internal sealed class MomentVocabulary
{
    private static readonly FrozenDictionary<string, (string Reason, string[] Words)> Fitting = new Dictionary<string, (string Reason, string[] Words)>
    {
        ["breakfast"] = ("Fits breakfast", ["breakfast", "cereal", "coffee", "tea", "yogurt", "oatmeal", "granola", "muesli", "egg", "juice", "bread", "bagel", "pancake"]),
        ["lunch"] = ("Fits lunch", ["lunch", "sandwich", "salad", "soup", "wrap", "tortilla"]),
        ["dinner"] = ("Fits dinner", ["dinner", "pasta", "meat", "pizza", "rice", "sauce", "seafood", "poultry", "wine"]),
        ["snack"] = ("Fits a snack", ["snack", "cookie", "chip", "chocolate", "popcorn", "nut", "cracker"]),
        ["morning"] = ("Fits the morning", ["breakfast", "cereal", "coffee", "tea", "yogurt", "oatmeal", "granola", "muesli", "egg", "juice", "bread", "bagel"]),
        ["afternoon"] = ("Fits the afternoon", ["lunch", "sandwich", "salad", "tea", "coffee", "cookie"]),
        ["evening"] = ("Fits the evening", ["dinner", "pasta", "meat", "pizza", "rice", "sauce", "seafood", "poultry", "wine"]),
        ["night"] = ("Fits the night", ["snack", "chocolate", "chip", "popcorn"]),
        ["hot"] = ("Fits the heat", ["ice", "water", "juice", "beverage", "drink", "soda", "salad", "melon", "sunscreen"]),
        ["cold"] = ("Fits the cold", ["soup", "tea", "cocoa", "stew", "broth"]),
        ["snow"] = ("Fits the snow", ["soup", "tea", "cocoa", "stew", "broth"]),
        ["rain"] = ("Fits the rain", ["soup", "tea", "bake", "broth"]),
        ["spring"] = ("In season", ["asparagus", "salad", "strawberry", "pea", "herb"]),
        ["summer"] = ("In season", ["grill", "barbecue", "bbq", "ice", "melon", "watermelon", "berry", "sunscreen"]),
        ["autumn"] = ("In season", ["pumpkin", "apple", "squash", "soup", "mushroom"]),
        ["winter"] = ("In season", ["soup", "stew", "citrus", "cocoa", "bake"]),
        ["saturday"] = ("For the weekend", ["brunch", "bake", "grill", "barbecue", "bbq"]),
        ["sunday"] = ("For the weekend", ["brunch", "bake", "grill", "barbecue", "bbq"]),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, MomentPart> _parts;

    private MomentVocabulary(FrozenDictionary<string, MomentPart> parts) => _parts = parts;

    public static MomentVocabulary Build(SearchIndex index)
    {
        var byStem = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (key, (_, words)) in Fitting)
        {
            foreach (var word in words)
            {
                var stem = Tokenizer.Stem(word);
                if (!byStem.TryGetValue(stem, out var keys))
                {
                    byStem.Add(stem, keys = []);
                }

                keys.Add(key);
            }
        }

        var categories = Flags(index.Categories, byStem);
        var attributes = Flags(index.Attributes, byStem);
        return new MomentVocabulary(Fitting.ToFrozenDictionary(
            pair => pair.Key,
            pair => new MomentPart(pair.Value.Reason, categories.GetValueOrDefault(pair.Key), attributes.GetValueOrDefault(pair.Key)),
            StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What fits the given moment; null when the context says nothing that this catalogue could answer.</summary>
    public MomentMatch? Match(SearchContext context)
    {
        var parts = new List<MomentPart>();
        foreach (var word in (ReadOnlySpan<string?>)[context.Meal, context.TimeOfDay, context.Weather, context.Season, context.DayOfWeek])
        {
            if (word is not null && _parts.TryGetValue(word, out var part) && part.Any)
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? null : new MomentMatch(parts);
    }

    private static Dictionary<string, bool[]> Flags(ValueTable table, Dictionary<string, List<string>> byStem)
    {
        var flags = new Dictionary<string, bool[]>();
        for (var value = 0; value < table.Count; value++)
        {
            foreach (var word in Tokenizer.Words(table.Name(value)))
            {
                foreach (var key in byStem.GetValueOrDefault(Tokenizer.Stem(word)) ?? [])
                {
                    if (!flags.TryGetValue(key, out var values))
                    {
                        flags.Add(key, values = new bool[table.Count]);
                    }

                    values[value] = true;
                }
            }
        }

        return flags;
    }
}
