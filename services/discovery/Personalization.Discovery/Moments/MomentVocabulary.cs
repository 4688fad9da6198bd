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
    private readonly int[] _fits;

    private MomentVocabulary(FrozenDictionary<string, MomentPart> parts, int[] fits)
    {
        _parts = parts;
        _fits = fits;
    }

    public static MomentVocabulary Build(SearchIndex index)
    {
        var parts = Fitting.Keys.Order(StringComparer.Ordinal).Select((key, bit) => (key, Part: new MomentPart(1 << bit, Fitting[key].Reason))).ToDictionary(pair => pair.key, pair => pair.Part);
        var byStem = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, (_, words)) in Fitting)
        {
            foreach (var stem in words.Select(word => Tokenizer.Stem(word)))
            {
                byStem[stem] = byStem.GetValueOrDefault(stem) | parts[key].Bit;
            }
        }

        var categories = Bits(index.Categories, byStem);
        var attributes = Bits(index.Attributes, byStem);
        var fits = new int[index.Count];
        for (var document = 0; document < fits.Length; document++)
        {
            foreach (var value in index.CategoriesOf(document))
            {
                fits[document] |= categories[value];
            }

            foreach (var value in index.AttributesOf(document))
            {
                fits[document] |= attributes[value];
            }
        }

        return new MomentVocabulary(parts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), fits);
    }

    /// <summary>The parts of a moment, the most telling first.</summary>
    public MomentMatch? Match(SearchContext context)
    {
        var parts = new List<MomentPart>();
        foreach (var word in (ReadOnlySpan<string?>)[context.Meal, context.TimeOfDay, context.Weather, context.Season, context.DayOfWeek])
        {
            if (word is not null && _parts.TryGetValue(word, out var part))
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? null : new MomentMatch(parts, _fits);
    }

    private static int[] Bits(ValueTable table, Dictionary<string, int> byStem)
    {
        var bits = new int[table.Count];
        for (var value = 0; value < bits.Length; value++)
        {
            foreach (var word in Tokenizer.Words(table.Name(value)))
            {
                bits[value] |= byStem.GetValueOrDefault(Tokenizer.Stem(word));
            }
        }

        return bits;
    }
}
