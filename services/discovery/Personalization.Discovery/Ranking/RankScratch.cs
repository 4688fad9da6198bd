namespace Personalization.Discovery.Ranking;

/// <summary>The columns of one running ranking by place in the standard hits. Kept and used again: a page of results must not cost memory for every candidate.</summary>
internal sealed class RankScratch
{
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

    /// <summary>Sorts by score, equals by their standard rank.</summary>
    public void Sort(Func<int, int> standardRank)
    {
        var keys = _sortKeys.AsSpan(0, Count);
        for (var place = 0; place < keys.Length; place++)
        {
            keys[place] = -keys[place];
        }

        var order = Order.AsSpan(0, Count);
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
