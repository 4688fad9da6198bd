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

    /// <summary>Reads the quantities taken most often, the most often first, equals by the smaller.</summary>
    /// <param name="common">Takes as many as it has room for.</param>
    /// <returns>How many there are.</returns>
    internal int ReadCommon(Span<double> common)
    {
        var known = 0;
        foreach (var (quantity, count) in _counts)
        {
            if (known == common.Length && !IsBefore(quantity, count, common[known - 1]))
            {
                continue;
            }

            var at = known < common.Length ? known++ : known - 1;
            for (; at > 0 && IsBefore(quantity, count, common[at - 1]); at--)
            {
                common[at] = common[at - 1];
            }

            common[at] = quantity;
        }

        return known;
    }

    private bool IsBefore(double quantity, int count, double than)
    {
        var other = _counts[than];
        return count > other || (count == other && quantity < than);
    }

    /// <summary>Share of a quantity, drawn to 0 by so many others.</summary>
    public double Share(double quantity, double prior) => _counts.GetValueOrDefault(quantity) / (Total + prior);
}
