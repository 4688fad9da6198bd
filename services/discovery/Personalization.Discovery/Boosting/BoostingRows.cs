using System.Runtime.InteropServices;

namespace Personalization.Discovery.Boosting;

/// <summary>Rows to learn from: features, a label of 0 or 1, a weight.</summary>
/// <param name="features">Features of a row.</param>
public sealed class BoostingRows(int features)
{
    private readonly List<float> _values = [];
    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];

    public int Features { get; } = features;

    public int Count => _labels.Count;

    public ReadOnlySpan<float> Labels => CollectionsMarshal.AsSpan(_labels);

    public ReadOnlySpan<float> Weights => CollectionsMarshal.AsSpan(_weights);

    public ReadOnlySpan<float> this[int row] => CollectionsMarshal.AsSpan(_values).Slice(row * Features, Features);

    /// <exception cref="ArgumentException">Not as many values as features.</exception>
    public void Add(ReadOnlySpan<float> values, bool label, float weight = 1)
    {
        if (values.Length != Features)
        {
            throw new ArgumentException($"{values.Length} values for {Features} features.", nameof(values));
        }

        _values.AddRange(values);
        _labels.Add(label ? 1 : 0);
        _weights.Add(weight);
    }
}
