using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Features;

/// <summary>
/// Turns named features of a context and an item into one dense vector of d numbers: place 0 is the constant 1, declared
/// names have places of their own, the rest share the remaining places by signed hashing (Weinberger et al. 2009), squashed
/// to sign(v) ln(1 + |v|) so that one large number does not drown its neighbours. Where nothing remains, undeclared names are left out.
/// </summary>
public sealed class FeatureSpace
{
    /// <summary>Full covariance is kept up to here: d^2 numbers an arm.</summary>
    public const int MaxDimensions = 64;

    private const string ItemSpace = "item";

    private readonly Dictionary<string, int> _declared;
    private readonly int _firstShared;

    /// <param name="dimensions">d, from 2 to 64.</param>
    /// <param name="declared">Names with a place of their own, at most d - 1.</param>
    public FeatureSpace(int dimensions, IReadOnlyList<string> declared)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaxDimensions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(declared.Count, dimensions - 1);
        Dimensions = dimensions;
        _declared = declared.Index().ToDictionary(name => name.Item, name => name.Index + 1, StringComparer.Ordinal);
        _firstShared = declared.Count + 1;
    }

    public int Dimensions { get; }

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

    /// <inheritdoc cref="EncodeContext(IReadOnlyList{NamedValue}?, Span{double})"/>
    public void EncodeItem(ReadOnlySpan<double> context, IReadOnlyList<NamedValue>? item, Span<double> x)
    {
        context.CopyTo(x);
        AddAll(item, ItemSpace, x);
    }

    /// <summary>Where a feature lands and with which sign; null when it has no place.</summary>
    public (int Place, double Value)? Locate(Feature feature, bool ofItem)
    {
        if (_declared.Count > 0 && _declared.TryGetValue(feature.Name, out var place))
        {
            return (place, feature.Value);
        }

        if (_firstShared == Dimensions)
        {
            return null;
        }

        var hash = FeatureHash.Of(ofItem ? ItemSpace : "", feature.Name);
        var squashed = Math.CopySign(Math.Log(1 + Math.Abs(feature.Value)), feature.Value);
        return (_firstShared + (int)(hash % (ulong)(Dimensions - _firstShared)), (hash >> 63) == 0 ? squashed : -squashed);
    }

    private void AddAll(IReadOnlyList<NamedValue>? features, string space, Span<double> x)
    {
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
}
