namespace Personalization.Discovery.Ranking;

/// <summary>The columns of one running ranking by place in the standard hits. Kept and used again: a page of results must not cost memory for every candidate.</summary>
internal sealed class RankScratch
{
    /// <summary>Where fewer than one of so many are wanted, the others are not sorted.</summary>
    private const int FewOf = 4;

    private readonly PriorityQueue<double, double> _least = new();
    private double[] _sortKeys = [];

    /// <summary>Places of the hits in the shopper's order.</summary>
    public int[] Order { get; private set; } = [];

    public double[] Personal { get; private set; } = [];

    public double[] Strength { get; private set; } = [];

    public int[] Band { get; private set; } = [];

    public int Count { get; private set; }

    public void Start(int count)
    {
        Count = count;
        if (_sortKeys.Length < count)
        {
            var size = Math.Max(count, 256);
            _sortKeys = new double[size];
            Order = new int[size];
            Personal = new double[size];
            Strength = new double[size];
            Band = new int[size];
        }
    }

    public void Set(int place, int band, double strength, double personal)
    {
        Order[place] = place;
        Band[place] = band;
        Strength[place] = strength;
        Personal[place] = personal;
        _sortKeys[place] = RankedHit.SortScoreOf(band, strength);
    }

    /// <summary>Puts the best first, by score, equals by their standard rank.</summary>
    /// <param name="standardRank">Of a place.</param>
    /// <param name="wanted">So many are put in order, or more; behind them the others stand as they come.</param>
    public void Sort(Func<int, int> standardRank, int wanted)
    {
        var keys = _sortKeys.AsSpan(0, Count);
        for (var place = 0; place < keys.Length; place++)
        {
            keys[place] = -keys[place];
        }

        var order = Order.AsSpan(0, Count);
        if (wanted < Count / FewOf)
        {
            var first = Partition(keys, order, wanted);
            keys = keys[..first];
            order = order[..first];
        }

        keys.Sort(order);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                order[start..end].Sort((left, right) => standardRank(left).CompareTo(standardRank(right)));
            }

            start = end;
        }
    }

    /// <summary>Brings the least keys to the front, all equals of the last of them too.</summary>
    /// <returns>How many they are.</returns>
    private int Partition(Span<double> keys, Span<int> order, int wanted)
    {
        if (wanted == 0)
        {
            return 0;
        }

        var bound = Bound(keys, wanted);
        var first = 0;
        for (var place = 0; place < keys.Length; place++)
        {
            if (keys[place] <= bound)
            {
                (keys[first], keys[place]) = (keys[place], keys[first]);
                (order[first], order[place]) = (order[place], order[first]);
                first++;
            }
        }

        return first;
    }

    /// <summary>The largest of so many least keys, by a heap of them.</summary>
    private double Bound(ReadOnlySpan<double> keys, int wanted)
    {
        _least.Clear();
        foreach (var key in keys)
        {
            if (_least.Count < wanted)
            {
                _least.Enqueue(key, -key);
            }
            else if (key < _least.Peek())
            {
                _least.DequeueEnqueue(key, -key);
            }
        }

        return _least.Peek();
    }

    /// <summary>Moves the hit at one place of the order up to another, to stand there with the score of the one it displaces.</summary>
    public void MoveUp(int from, int to)
    {
        var moved = Order[from];
        var displaced = Order[to];
        Band[moved] = Band[displaced];
        Strength[moved] = Strength[displaced];
        Array.Copy(Order, to, Order, to + 1, from - to);
        Order[to] = moved;
    }
}
