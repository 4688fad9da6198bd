using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Personalization.Discovery.Catalogue;
using Personalization.Search.Text;

namespace Personalization.Discovery.Attributes;

/// <summary>
/// Attributes from words that product names share, such as `soy` or `vanilla`: what links products across categories where the shop gave no
/// attributes. Worked out over the whole catalogue whenever the index is built, never stored.
/// </summary>
public sealed class NameAttributes
{
    /// <summary>Per product.</summary>
    private const int MaxPerProduct = 4;

    private const int MinWordLength = 3;

    /// <summary>A word shared by more of the catalogue than this tells products apart no more.</summary>
    private const double MaxShare = .04;

    /// <summary>A word that ends names this often is the kind of product, not a property of it.</summary>
    private const double MaxHeadShare = .4;

    /// <summary>Properties for certain, also in small catalogues and at the end of a name.</summary>
    private static readonly FrozenSet<string> Properties = Stems(
        "soy", "almond", "oat", "coconut", "cashew", "hemp", "hazelnut", "peanut", "walnut", "pistachio", "vanilla", "strawberry", "blueberry", "raspberry", "cherry", "peach", "mango", "banana", "lemon", "lime", "orange",
        "apple", "pineapple", "chocolate", "caramel", "honey", "maple", "cinnamon", "ginger", "garlic", "mint", "barbecue", "bbq", "jalapeno", "sriracha", "chipotle", "cheddar", "ranch", "truffle", "pumpkin", "pesto", "curry", "lavender",
        "unsweetened", "unsalted", "smoked", "roasted", "salted", "wireless", "bluetooth", "leather", "cotton", "wool", "silk", "linen", "denim", "waterproof", "polarized", "titanium", "bamboo");

    private static readonly FrozenSet<string> Stop = Stems(
        "and", "with", "the", "for", "from", "free", "low", "fat", "non", "not", "never", "nicht", "pas", "pack", "size", "count", "per", "new", "our", "your", "you", "all", "natural", "naturally", "flavor", "flavored", "flavour", "flavoured", "style", "made", "value", "family",
        "extra", "original", "classic", "premium", "pure", "real", "big", "mini", "large", "small", "medium", "fresh", "less", "reduced", "added", "plus", "one", "two", "les", "des", "aux", "sans", "avec", "con", "und", "mit", "per", "ohne",
        "black", "white", "red", "green", "blue", "golden", "brown", "assorted", "variety", "piece", "pieces", "set", "box", "bag", "bottle", "can", "milk");

    private readonly Dictionary<string, string> _names;

    private NameAttributes(Dictionary<string, string> names) => _names = names;

    /// <summary>Chooses the words that are attributes in this catalogue.</summary>
    public static NameAttributes Learn(IReadOnlyList<CatalogueEntry> entries)
    {
        var words = new Dictionary<string, WordUse>(StringComparer.Ordinal);
        var hasCategories = entries.Any(entry => entry.Product.Categories.Count > 0);
        for (var number = 0; number < entries.Count; number++)
        {
            var read = Tokenizer.Words(entries[number].Product.Name);
            var category = entries[number].Product.Categories is { Count: > 0 } categories ? categories[^1] : "";
            for (var at = 0; at < read.Count; at++)
            {
                if (read[at].Length < MinWordLength || !read[at].All(char.IsLetter))
                {
                    continue;
                }

                var stem = Tokenizer.Stem(read[at]);
                if (Stop.Contains(stem))
                {
                    continue;
                }

                ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(words, stem, out _);
                use ??= new WordUse(category);
                use.Add(read[at], number, category, at == read.Count - 1);
            }
        }

        var fewest = Math.Max(3, entries.Count / 5000);
        var most = Math.Max(12, entries.Count * MaxShare);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (stem, use) in words)
        {
            var isProperty = Properties.Contains(stem) && use.Products >= 2;
            var isShared = use.Products >= fewest && use.Products <= most && use.AtTheEnd <= MaxHeadShare * use.Products && (use.InSeveralCategories || !hasCategories);
            if (isProperty || isShared)
            {
                names.Add(stem, use.Surface);
            }
        }

        return new NameAttributes(names);
    }

    /// <summary>The attributes of a product by its name; those it already has, or that are in its brand, are left out.</summary>
    public IReadOnlyList<string> Of(CatalogueEntry entry)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in entry.Product.Attributes.Append(entry.Product.Brand ?? ""))
        {
            if (!text.Contains(':'))
            {
                known.UnionWith(Tokenizer.Words(text).Select(word => Tokenizer.Stem(word)));
            }
        }

        var found = new List<string>();
        foreach (var word in Tokenizer.Words(entry.Product.Name))
        {
            var stem = Tokenizer.Stem(word);
            if (known.Add(stem) && _names.TryGetValue(stem, out var name))
            {
                found.Add(name);
            }
        }

        return found.Count <= MaxPerProduct
            ? found
            : [.. found.OrderBy(name => Properties.Contains(Tokenizer.Stem(name)) ? 0 : 1).Take(MaxPerProduct)];
    }

    private static FrozenSet<string> Stems(params string[] words) => words.Select(word => Tokenizer.Stem(word)).ToFrozenSet(StringComparer.Ordinal);

    private sealed class WordUse(string category)
    {
        private readonly Dictionary<string, int> _surfaces = [];
        private int _last = -1;

        public int Products { get; private set; }

        public int AtTheEnd { get; private set; }

        public bool InSeveralCategories { get; private set; }

        /// <summary>The form of the word that is seen most.</summary>
        public string Surface => _surfaces.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;

        public void Add(string word, int number, string of, bool atTheEnd)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_surfaces, word, out _)++;
            if (_last != number)
            {
                Products++;
                _last = number;
            }

            AtTheEnd += atTheEnd ? 1 : 0;
            InSeveralCategories |= !string.Equals(of, category, StringComparison.OrdinalIgnoreCase);
        }
    }
}
