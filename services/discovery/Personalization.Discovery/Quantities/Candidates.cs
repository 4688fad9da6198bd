using System.Runtime.InteropServices;

namespace Personalization.Discovery.Quantities;

/// <summary>The quantities considered in one answer, each once: kept and used again.</summary>
internal sealed class Candidates
{
    private readonly List<Candidate> _candidates = [];
    private int _count;

    public ReadOnlySpan<Candidate> All => CollectionsMarshal.AsSpan(_candidates)[.._count];

    public void Clear() => _count = 0;

    /// <summary>That of a quantity, with nothing speaking for it when it is new.</summary>
    public Candidate Of(double quantity)
    {
        foreach (var known in All)
        {
            if (known.Quantity == quantity)
            {
                return known;
            }
        }

        if (_count == _candidates.Count)
        {
            _candidates.Add(new Candidate());
        }

        var candidate = _candidates[_count++];
        candidate.Start(quantity);
        return candidate;
    }

    /// <summary>The quantity for which most speaks, the first of equals.</summary>
    public double Best(QuantitySettings settings, int decay)
    {
        var best = (Quantity: 0.0, Score: -1.0);
        foreach (var candidate in All)
        {
            var score = candidate.Score(settings, decay);
            if (score > best.Score)
            {
                best = (candidate.Quantity, score);
            }
        }

        return best.Quantity;
    }
}
