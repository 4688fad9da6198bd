using System.Diagnostics;

namespace Personalization.Load.Shop;

/// <summary>Draws shoppers uniformly, none twice within a time. Not for several threads at once.</summary>
internal sealed class FreshShoppers
{
    /// <summary>As the measures want it.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly int[] _ready;
    private readonly Queue<(int Shopper, long At)> _resting = new();
    private readonly Random _random;
    private int _count;

    /// <param name="first">The first that may be drawn.</param>
    /// <param name="count">How many may be.</param>
    /// <param name="seed">Of the draws.</param>
    public FreshShoppers(int first, int count, int seed)
    {
        _ready = [.. Enumerable.Range(first, count)];
        _count = count;
        _random = new Random(seed);
    }

    /// <summary>Draws for which every shopper had been drawn within the time: they were given one who had.</summary>
    public int Repeated { get; private set; }

    public int Next() => Next(Stopwatch.GetTimestamp());

    /// <param name="now">A timestamp of <see cref="Stopwatch"/>.</param>
    public int Next(long now)
    {
        Restore(now);
        int shopper;
        if (_count > 0)
        {
            var place = _random.Next(_count);
            shopper = _ready[place];
            _ready[place] = _ready[--_count];
        }
        else
        {
            shopper = _resting.Dequeue().Shopper;
            Repeated++;
        }

        _resting.Enqueue((shopper, now));
        return shopper;
    }

    /// <summary>Waits until nobody is resting.</summary>
    public async Task AllRestedAsync(CancellationToken cancellationToken)
    {
        while (_resting.Count > 0)
        {
            await Task.Delay(100, cancellationToken);
            Restore(Stopwatch.GetTimestamp());
        }
    }

    private void Restore(long now)
    {
        while (_resting.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.At, now) >= Rest)
        {
            _ready[_count++] = _resting.Dequeue().Shopper;
        }
    }
}
