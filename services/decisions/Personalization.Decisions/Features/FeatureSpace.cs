using System.Runtime.CompilerServices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Contracts.Packing;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Features;

/// <summary>
/// Turns named features of a context and an item into one dense vector of d numbers: place 0 is the constant 1, declared
/// names have places of their own, the rest share the remaining places by signed hashing (Weinberger et al. 2009), squashed
/// to sign(v) ln(1 + |v|) so that one large number does not drown its neighbours. Where nothing remains, undeclared names are left out. With more
/// than <see cref="ModelOptions.MostFull"/> dimensions crosses share those places too: each of the first <see cref="MostFactors"/> features of the context times each of the
/// first of the item, squashed before.
/// </summary>
public sealed class FeatureSpace
{
    /// <summary>Of either side of the crosses: no call makes more than the square of it for an item.</summary>
    public const int MostFactors = 32;

    private const string ItemSpace = "item";

    private static readonly ConditionalWeakTable<ModelOptions, FeatureSpace> Known = [];

    private readonly Dictionary<string, int> _declared;
    private readonly int _firstShared;

    /// <summary>Places of the names that were met last: all items of a call share them. Replaced as a whole, so that threads only ever do each other's work again.</summary>
    private BlockPlaces? _itemPlaces;
    private BlockPlaces? _contextPlaces;

    /// <param name="dimensions">d, from 2 to <see cref="ModelOptions.MostDimensions"/>.</param>
    /// <param name="declared">Names with a place of their own, at most d - 1.</param>
    public FeatureSpace(int dimensions, IReadOnlyList<string> declared)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, ModelOptions.MostDimensions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(declared.Count, dimensions - 1);
        Dimensions = dimensions;
        _declared = declared.Index().ToDictionary(name => name.Item, name => name.Index + 1, StringComparer.Ordinal);
        _firstShared = declared.Count + 1;
    }

    public int Dimensions { get; }

    /// <summary>Whether crosses of context and item are features.</summary>
    public bool HasCrosses => Dimensions > ModelOptions.MostFull;

    /// <summary>The space of a model, made once for the same options.</summary>
    public static FeatureSpace Of(ModelOptions options) => Known.GetValue(options, static options => new FeatureSpace(options.Dimensions, options.Features));

    /// <summary>The context's part of the vector, the same for every item of a decision.</summary>
    /// <param name="context">Finite features.</param>
    /// <param name="x">d numbers, overwritten.</param>
    public void EncodeContext(IReadOnlyList<Feature> context, Span<double> x)
    {
        x.Clear();
        x[0] = 1;
        for (var i = 0; i < context.Count; i++)
        {
            Add(context[i], "", x);
        }
    }

    /// <summary>Adds the item's part to the context's.</summary>
    /// <param name="context">What <see cref="EncodeContext"/> wrote.</param>
    /// <param name="item">Finite features of the item, and of how it fits the shopper.</param>
    /// <param name="x">d numbers, overwritten.</param>
    public void EncodeItem(ReadOnlySpan<double> context, IReadOnlyList<Feature> item, Span<double> x)
    {
        context.CopyTo(x);
        for (var i = 0; i < item.Count; i++)
        {
            Add(item[i], ItemSpace, x);
        }
    }

    /// <summary>The same for features as they were sent.</summary>
    public void EncodeContext(IReadOnlyList<NamedValue>? context, Span<double> x)
    {
        x.Clear();
        x[0] = 1;
        AddAll(context, "", x);
    }

    /// <summary>The same for features as they were sent, with their crosses.</summary>
    /// <param name="context">What <see cref="EncodeContext(IReadOnlyList{NamedValue}?, Span{double})"/> wrote.</param>
    /// <param name="factors">Of the context (<see cref="Factors"/>).</param>
    /// <param name="item">Finite features.</param>
    /// <param name="x">d numbers, overwritten.</param>
    public void EncodeItem(ReadOnlySpan<double> context, ReadOnlySpan<CrossFactor> factors, IReadOnlyList<NamedValue>? item, Span<double> x)
    {
        context.CopyTo(x);
        AddAll(item, ItemSpace, x);
        if (factors.Length == 0)
        {
            return;
        }

        foreach (var two in Factors(item, ofItem: true))
        {
            foreach (var one in factors)
            {
                var (place, value) = Locate(one, two);
                x[place] += value;
            }
        }
    }

    /// <summary>What crosses are made of; nothing where there are none.</summary>
    public CrossFactor[] Factors(IReadOnlyList<NamedValue>? features, bool ofItem) => !HasCrosses || features is null || _firstShared == Dimensions
        ? []
        : [.. features.Take(MostFactors).Select(feature => new CrossFactor(feature.Name, FeatureHash.Of(ofItem ? ItemSpace : "", feature.Name), FeaturePlace.Squash(feature.Value)))];

    /// <summary>Where a cross lands, and its value there.</summary>
    public (int Place, double Value) Locate(in CrossFactor context, in CrossFactor item)
    {
        var hash = FeatureHash.Pair(context.Hash, item.Hash);
        var place = FeaturePlace.Shared(_firstShared + (int)(hash % (ulong)(Dimensions - _firstShared)), isNegative: (hash >> 63) != 0);
        return (place.Index, place.Signed(context.Value * item.Value));
    }

    /// <summary>Where a feature lands and with which sign; null when it has no place.</summary>
    public (int Place, double Value)? Locate(Feature feature, bool ofItem)
    {
        var place = PlaceOf(feature.Name, ofItem);
        return place.IsNone ? null : (place.Index, place.Value(feature.Value));
    }

    private FeaturePlace PlaceOf(string name, bool ofItem)
    {
        if (_declared.Count > 0 && _declared.TryGetValue(name, out var place))
        {
            return FeaturePlace.Own(place);
        }

        if (_firstShared == Dimensions)
        {
            return FeaturePlace.None;
        }

        var hash = FeatureHash.Of(ofItem ? ItemSpace : "", name);
        return FeaturePlace.Shared(_firstShared + (int)(hash % (ulong)(Dimensions - _firstShared)), isNegative: (hash >> 63) != 0);
    }

    private FeaturePlace[] PlacesOf(PackedFeatures features, bool ofItem)
    {
        ref var known = ref ofItem ? ref _itemPlaces : ref _contextPlaces;
        var places = known;
        if (places is null || !ReferenceEquals(places.Block, features.Block))
        {
            known = places = new BlockPlaces(features.Block);
        }

        return places.ByShape[features.Shape] ??= [.. features.Block.Shapes[features.Shape].Select(name => PlaceOf(features.Block.Text(name), ofItem))];
    }

    private void AddPacked(PackedFeatures features, bool ofItem, Span<double> x)
    {
        var values = features.Values;
        foreach (var place in PlacesOf(features, ofItem))
        {
            var value = PackedNumber.Read(ref values);
            if (!place.IsNone)
            {
                x[place.Index] += place.Value(value);
            }
        }
    }

    private void AddAll(IReadOnlyList<NamedValue>? features, string space, Span<double> x)
    {
        if (features is PackedFeatures packed)
        {
            AddPacked(packed, space.Length > 0, x);
            return;
        }

        for (var i = 0; i < features?.Count; i++)
        {
            var (name, value) = features[i];
            Add(new Feature(name, value), space, x);
        }
    }

    private void Add(Feature feature, string space, Span<double> x)
    {
        if (Locate(feature, space.Length > 0) is { } at)
        {
            x[at.Place] += at.Value;
        }
    }

    /// <summary>By shape of one block; null where none was met.</summary>
    private sealed class BlockPlaces(FeatureBlock block)
    {
        public FeatureBlock Block { get; } = block;

        public FeaturePlace[]?[] ByShape { get; } = new FeaturePlace[]?[block.Shapes.Count];
    }
}
