using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Lists;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Learning;

/// <summary>The sums of one turn while it runs: what is taught goes to the product and to every name its facts carry.</summary>
internal sealed class LearningTurn
{
    /// <summary>10 KB as base64.</summary>
    private const int KeptListBytes = 7_500;

    private readonly LearningOptions _options;
    private readonly ShopperState _start;
    private readonly ImmutableDictionary<string, FeatureSum>[] _names;
    private readonly HashSet<string>[] _touched = [[], [], []];
    private ImmutableDictionary<string, ProductSum> _products;
    private double _attributedSum;

    public LearningTurn(ShopperState start, LearningOptions options, long at)
    {
        _options = options;
        _start = Rescaled(start, at, options);
        Scale = _start.Scale ?? DecayScale.For(options.HalfLifeDays, at);
        _names = [_start.Categories, _start.Attributes, _start.Brands];
        _products = _start.Products;
        _attributedSum = _start.AttributedSum;
    }

    public DecayScale Scale { get; }

    public bool Changed { get; private set; }

    /// <summary>The state with the sums of this turn, bounded.</summary>
    public ShopperState Finish()
    {
        var state = _start with
        {
            Scale = Scale,
            Categories = Bounded(_names[0], _touched[0]),
            Attributes = Bounded(_names[1], _touched[1]),
            Brands = Bounded(_names[2], _touched[2]),
            AttributedSum = _attributedSum,
            Products = _products,
        };
        return Trimmed(state, _options);
    }

    /// <summary>Adds a decayed amount to a product and to the names of its facts.</summary>
    /// <param name="productId">Null: names alone.</param>
    /// <param name="facts">Null: the product alone.</param>
    /// <param name="amount">Weight times decay; negative dislikes.</param>
    /// <param name="evidence">Events that came to stand behind each name, or ceased to.</param>
    /// <param name="at">Unix milliseconds.</param>
    public void Teach(string? productId, ProductFacts? facts, double amount, int evidence, long at)
    {
        if (!TeachProduct(productId, amount, evidence, at) || facts is null)
        {
            return;
        }

        foreach (var (kind, name) in NamesOf(facts))
        {
            Add(kind, name, amount, evidence);
        }

        if (facts.Attributes.Count > 0)
        {
            _attributedSum += amount;
        }
    }

    /// <summary>The same for names that are known as hashes: those of them that are still kept.</summary>
    public void Teach(string? productId, NameSet names, double amount, int evidence, long at)
    {
        if (!TeachProduct(productId, amount, evidence, at))
        {
            return;
        }

        for (var kind = 0; kind < _names.Length && !names.Hashes.IsEmpty; kind++)
        {
            foreach (var (name, _) in _names[kind])
            {
                if (names.Hashes.Contains(NameSet.Hash((FeatureKind)kind, name)))
                {
                    Add((FeatureKind)kind, name, amount, evidence);
                }
            }
        }

        if (names.Attributed)
        {
            _attributedSum += amount;
        }
    }

    /// <summary>Changes the evidence of one name.</summary>
    public void AddEvidence(FeatureKind kind, string name, int evidence) => Add(kind, name, 0, evidence);

    /// <summary>Each name of a product once. Names beyond 120 characters are noise and are not learned.</summary>
    public static IEnumerable<(FeatureKind Kind, string Name)> NamesOf(ProductFacts facts)
    {
        for (var i = 0; i < facts.Categories.Count; i++)
        {
            if (IsName(facts.Categories[i]) && !Earlier(facts.Categories, i))
            {
                yield return (FeatureKind.Category, facts.Categories[i]);
            }
        }

        for (var i = 0; i < facts.Attributes.Count; i++)
        {
            if (IsName(facts.Attributes[i]) && !Earlier(facts.Attributes, i))
            {
                yield return (FeatureKind.Attribute, facts.Attributes[i]);
            }
        }

        if (IsName(facts.Brand))
        {
            yield return (FeatureKind.Brand, facts.Brand!);
        }

        static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= 120;

        static bool Earlier(IReadOnlyList<string> names, int place)
        {
            for (var i = 0; i < place; i++)
            {
                if (names[i] == names[place])
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The same state under a reference that holds signals of this time, and under the half-life in force.</summary>
    public static ShopperState Rescaled(ShopperState state, long at, LearningOptions options)
    {
        if (state.Scale is not { } scale)
        {
            return state;
        }

        var wanted = DecayScale.For(options.HalfLifeDays, Math.Max(at, state.NewestAt));
        return wanted.HalfLifeMs == scale.HalfLifeMs && scale.Holds(at) ? state : Rescaled(state, wanted, Math.Max(at, state.NewestAt));
    }

    public static ShopperState Rescaled(ShopperState state, DecayScale wanted, long at)
    {
        if (state.Scale is not { } scale || scale == wanted)
        {
            return state with { Scale = state.Scale is null ? null : wanted };
        }

        var factor = scale.FactorTo(wanted, at);
        return state with
        {
            Scale = wanted,
            Categories = Scaled(state.Categories),
            Attributes = Scaled(state.Attributes),
            Brands = Scaled(state.Brands),
            AttributedSum = state.AttributedSum * factor,
            Products = state.Products.ToImmutableDictionary(entry => entry.Key, entry => entry.Value with { Sum = entry.Value.Sum * factor }),
        };

        ImmutableDictionary<string, FeatureSum> Scaled(ImmutableDictionary<string, FeatureSum> names) =>
            names.ToImmutableDictionary(entry => entry.Key, entry => entry.Value with { Sum = entry.Value.Sum * factor });
    }

    /// <summary>Bounds what a turn or a merge may have grown.</summary>
    public static ShopperState Trimmed(ShopperState state, LearningOptions options)
    {
        if (state.Products.Count > options.KeptProducts)
        {
            var weakest = state.Products
                .OrderBy(entry => entry.Value.LastAt == state.NewestAt)
                .ThenBy(entry => Math.Abs(entry.Value.Sum))
                .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Take(state.Products.Count - options.KeptProducts)
                .Select(entry => entry.Key);
            state = state with { Products = state.Products.RemoveRange(weakest) };
        }

        foreach (var kind in Enum.GetValues<FeatureKind>())
        {
            var names = state.Of(kind);
            if (names.Count > options.KeptNames * 2)
            {
                state = state.With(kind, Strongest(names, [], options.KeptNames));
            }
        }

        var lists = Newest(state.Lists, options);
        return ReferenceEquals(lists, state.Lists) ? state : state with { Lists = lists };
    }

    /// <summary>The newest lists, as many as are kept and as fit into their state key.</summary>
    private static ImmutableDictionary<ulong, ListMemory> Newest(ImmutableDictionary<ulong, ListMemory> lists, LearningOptions options)
    {
        var room = KeptListBytes;
        foreach (var (_, list) in lists)
        {
            room -= list.Bytes;
        }

        if (lists.Count <= options.KeptLists && room >= 0)
        {
            return lists;
        }

        var left = lists.Count;
        foreach (var (id, list) in lists.OrderBy(entry => entry.Value.LastAt).ThenBy(entry => entry.Key))
        {
            if (left == 1 || (left <= options.KeptLists && room >= 0))
            {
                break;
            }

            lists = lists.Remove(id);
            room += list.Bytes;
            left--;
        }

        return lists;
    }

    private static ImmutableDictionary<string, FeatureSum> Strongest(ImmutableDictionary<string, FeatureSum> names, HashSet<string> spared, int kept) =>
        names.RemoveRange([.. names
            .OrderBy(entry => spared.Contains(entry.Key))
            .ThenBy(entry => Math.Abs(entry.Value.Sum))
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(names.Count - kept)
            .Select(entry => entry.Key)]);

    /// <summary>The weakest names go first, but never those just taught: else nothing new could ever grow in a full table.</summary>
    private ImmutableDictionary<string, FeatureSum> Bounded(ImmutableDictionary<string, FeatureSum> names, HashSet<string> spared) =>
        names.Count > _options.KeptNames ? Strongest(names, spared, Math.Max(_options.KeptNames, spared.Count)) : names;

    /// <summary>False: there is nothing to teach.</summary>
    private bool TeachProduct(string? productId, double amount, int evidence, long at)
    {
        if (amount == 0 && evidence == 0)
        {
            return false;
        }

        Changed = true;
        if (productId is not null)
        {
            var known = _products.GetValueOrDefault(productId);
            _products = _products.SetItem(productId, new ProductSum(known.Sum + amount, Math.Max(known.LastAt, at)));
        }

        return true;
    }

    private void Add(FeatureKind kind, string name, double amount, int evidence)
    {
        Changed = true;
        _touched[(int)kind].Add(name);
        var known = _names[(int)kind].GetValueOrDefault(name);
        _names[(int)kind] = _names[(int)kind].SetItem(name, new FeatureSum(known.Sum + amount, Math.Max(0, known.Evidence + evidence)));
    }
}
