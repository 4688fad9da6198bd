namespace Personalization.Discovery.Quantities;

/// <summary>How often each quantity was taken.</summary>
public sealed class QuantityCounts
{
    /// <summary>Different quantities counted; further ones only add to the total.</summary>
    private const int MaxKinds = 64;

    private readonly Dictionary<double, int> _counts = [];

    public int Total { get; private set; }

    public IReadOnlyDictionary<double, int> Counts => _counts;

    public void Add(double quantity)
    {
        Total++;
        if (_counts.TryGetValue(quantity, out var count) || _counts.Count < MaxKinds)
        {
            _counts[quantity] = count + 1;
        }
    }

    /// <summary>Share of a quantity, drawn to 0 by so many others.</summary>
    public double Share(double quantity, double prior) => _counts.GetValueOrDefault(quantity) / (Total + prior);
}
