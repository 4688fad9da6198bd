using Personalization.Discovery.Popularity;

namespace Personalization.Discovery.Together;

/// <summary>
/// Which products are looked at in the same visit. Pairs are counted in buckets, so that processes can add up what each has heard and none grows without bound: a bucket with too
/// many pairs is halved, and what is left with less than one goes. Visits are hashes, kept while they last. Safe for concurrent use.
/// </summary>
public sealed class CoViews
{
    /// <summary>Parts the pairs are kept in.</summary>
    public const int Buckets = 64;

    /// <summary>Pairs of a bucket: 128,000 in all, some 13 MB.</summary>
    public const int MaxPairs = 2_000;

    /// <summary>Visits followed at once; the oldest half goes.</summary>
    private const int MaxVisits = 20_000;

    /// <summary>A view is beside as many views before it.</summary>
    private const int Beside = 5;

    /// <summary>A visit is over after this without a view. Milliseconds.</summary>
    private const long VisitEnds = 30 * 60_000;

    /// <summary>Draws pairs seen seldom to nothing.</summary>
    private const double Shrinkage = 5;

    private readonly Lock _turn = new();
    private readonly Dictionary<long, (long At, List<string> Products)> _visits = [];
    private readonly Dictionary<string, Dictionary<string, double>> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double>[] _kept = [.. Enumerable.Range(0, Buckets).Select(_ => new Dictionary<string, double>(StringComparer.Ordinal))];
    private readonly Dictionary<int, Dictionary<string, double>> _fresh = [];

    /// <summary>Counts a view.</summary>
    /// <param name="visit">Names a visit, and nobody.</param>
    /// <param name="product">What was looked at.</param>
    /// <param name="at">Unix milliseconds.</param>
    public void Add(long visit, string product, long at)
    {
        lock (_turn)
        {
            if (_visits.Count >= MaxVisits)
            {
                foreach (var old in _visits.OrderBy(entry => entry.Value.At).Take(MaxVisits / 2).Select(entry => entry.Key).ToList())
                {
                    _visits.Remove(old);
                }
            }

            var products = _visits.TryGetValue(visit, out var before) && at - before.At <= VisitEnds ? before.Products : [];
            if (!products.Contains(product))
            {
                foreach (var other in products)
                {
                    Count(Pair(product, other), 1, _fresh);
                }

                products.Add(product);
                if (products.Count > Beside)
                {
                    products.RemoveAt(0);
                }
            }

            _visits[visit] = (Math.Max(at, before.At), products);
        }
    }

    /// <summary>What is looked at beside a product, by cosine with shrinkage, best first.</summary>
    public IReadOnlyList<(string ProductId, double Score)> Of(string product, int take)
    {
        lock (_turn)
        {
            return !_counts.TryGetValue(product, out var others)
                ? []
                : [.. others
                    .Select(other => (ProductId: other.Key, Score: other.Value / (Math.Sqrt(_totals[product] * _totals[other.Key]) + Shrinkage)))
                    .OrderByDescending(other => other.Score)
                    .ThenBy(other => other.ProductId, StringComparer.Ordinal)
                    .Take(take)];
        }
    }

    /// <summary>What was counted since the last call, by bucket: to be added to what is kept.</summary>
    public IReadOnlyDictionary<int, Dictionary<string, double>> TakeFresh()
    {
        lock (_turn)
        {
            var fresh = _fresh.ToDictionary();
            _fresh.Clear();
            return fresh;
        }
    }

    /// <summary>Gives back what could not be added.</summary>
    public void Return(int bucket, IReadOnlyDictionary<string, double> fresh)
    {
        lock (_turn)
        {
            foreach (var (pair, count) in fresh)
            {
                Put(_fresh, bucket, pair, count);
            }
        }
    }

    /// <summary>Takes a bucket as it is kept, which has what this process added to it.</summary>
    public void Put(int bucket, IReadOnlyDictionary<string, double> kept)
    {
        lock (_turn)
        {
            foreach (var (pair, count) in _kept[bucket])
            {
                Change(pair, -count);
            }

            _kept[bucket] = kept.ToDictionary(StringComparer.Ordinal);
            foreach (var (pair, count) in kept)
            {
                Change(pair, count);
            }
        }
    }

    /// <summary>Adds to a bucket what is fresh, within its bound.</summary>
    public static Dictionary<string, double> Sum(IReadOnlyDictionary<string, double> kept, IReadOnlyDictionary<string, double> fresh)
    {
        var sum = kept.ToDictionary(StringComparer.Ordinal);
        foreach (var (pair, count) in fresh)
        {
            sum[pair] = sum.GetValueOrDefault(pair) + count;
        }

        while (sum.Count > MaxPairs)
        {
            sum = sum.Where(pair => pair.Value >= 2).ToDictionary(pair => pair.Key, pair => pair.Value / 2, StringComparer.Ordinal);
        }

        return sum;
    }

    /// <summary>Products of a pair in order; no id holds a line end.</summary>
    private static string Pair(string left, string right) => string.CompareOrdinal(left, right) < 0 ? $"{left}\n{right}" : $"{right}\n{left}";

    private static void Count(string pair, double count, Dictionary<int, Dictionary<string, double>> fresh) =>
        Put(fresh, (int)((ulong)StableHash.Of(pair) % Buckets), pair, count);

    private static void Put(Dictionary<int, Dictionary<string, double>> fresh, int bucket, string pair, double count)
    {
        if (!fresh.TryGetValue(bucket, out var pairs))
        {
            fresh.Add(bucket, pairs = new Dictionary<string, double>(StringComparer.Ordinal));
        }

        // Between two additions a bucket takes no more new pairs than it may hold.
        if (pairs.Count < MaxPairs || pairs.ContainsKey(pair))
        {
            pairs[pair] = pairs.GetValueOrDefault(pair) + count;
        }
    }

    private void Change(string pair, double count)
    {
        var end = pair.IndexOf('\n', StringComparison.Ordinal);
        var (left, right) = (pair[..end], pair[(end + 1)..]);
        Change(left, right, count);
        Change(right, left, count);
    }

    private void Change(string product, string other, double count)
    {
        if (!_counts.TryGetValue(product, out var others))
        {
            _counts.Add(product, others = new Dictionary<string, double>(StringComparer.Ordinal));
        }

        var changed = others.GetValueOrDefault(other) + count;
        var total = _totals.GetValueOrDefault(product) + count;
        if (changed > 0)
        {
            others[other] = changed;
            _totals[product] = total;
            return;
        }

        others.Remove(other);
        _totals[product] = total;
        if (others.Count == 0)
        {
            _counts.Remove(product);
            _totals.Remove(product);
        }
    }
}
