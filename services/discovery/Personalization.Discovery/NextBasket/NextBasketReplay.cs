using Personalization.Discovery.Baskets;
using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.NextBasket;

/// <summary>
/// A store's baskets replayed in order of time: each basket first teaches with what was known strictly before it, then is counted. That is how the
/// job trains, and how an evaluation asks: no question sees its own answer.
/// </summary>
public sealed class NextBasketReplay
{
    /// <summary>One basket of so many is for comparing.</summary>
    private const int ComparedOf = 20;

    /// <summary>Share of the work that is reading the log.</summary>
    private const double ReplayShare = .3;

    private readonly Dictionary<int, OwnBaskets> _shoppers = [];
    private readonly List<ShopperBasket> _waiting = [];

    public NextBasketReplay(NextBasketOptions options, BasketStatisticsOptions statistics)
    {
        Statistics = new BasketStatistics(statistics);
        Ranker = new NextBasketRanker(Statistics, options);
    }

    public BasketStatistics Statistics { get; }

    public NextBasketRanker Ranker { get; }

    public OwnBaskets Own(int shopper) => _shoppers.GetValueOrDefault(shopper) ?? Nothing;

    private static OwnBaskets Nothing { get; } = new();

    /// <summary>Counts everything that waits and is earlier than a time.</summary>
    public void CountBefore(long time)
    {
        if (_waiting.Count == 0 || _waiting[0].Basket.At >= time)
        {
            return;
        }

        foreach (var (shopper, basket) in _waiting)
        {
            if (!_shoppers.TryGetValue(shopper, out var own))
            {
                _shoppers.Add(shopper, own = new OwnBaskets());
            }

            Statistics.Add(own, basket);
            own.Add(basket);
        }

        _waiting.Clear();
    }

    /// <summary>Takes a basket; it counts once the time has moved on.</summary>
    /// <param name="basket">Not earlier than those before.</param>
    /// <param name="rows">Takes what it teaches; null when it does not.</param>
    /// <param name="all">Every considered item is a row, not a sample.</param>
    public void Take(ShopperBasket basket, BoostingRows? rows, bool all = false)
    {
        CountBefore(basket.Basket.At);
        if (rows is not null && Own(basket.Shopper) is { Count: > 0 } own)
        {
            Ranker.Teach(own, basket.Basket, rows, all);
        }

        _waiting.Add(basket);
    }

    /// <summary>Learns trees from the newest baskets of a log, as many as <see cref="NextBasketOptions.Rows"/> allow, and compares them on every twentieth of those; null when there are too few.</summary>
    /// <param name="log">In order of time.</param>
    /// <param name="options">How.</param>
    /// <param name="statistics">How it is counted.</param>
    /// <param name="progress">Told the share that is done, 0..1; may be null.</param>
    /// <param name="checkpoint">Where learning of the same log goes on from, and what is saved on the way; may be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static LearnedRanking? Learn(
        IReadOnlyList<ShopperBasket> log,
        NextBasketOptions options,
        BasketStatisticsOptions statistics,
        Action<double>? progress = null,
        BoostingCheckpoint? checkpoint = null,
        CancellationToken cancellationToken = default)
    {
        if (log.Count < options.MinBaskets)
        {
            return null;
        }

        var from = Math.Max(log.Count / 4, log.Count - (int)(options.Rows / RowsOfBasket(log, options)));
        var replay = new NextBasketReplay(options, statistics);
        var rows = new BoostingRows(NextBasketFeatures.Names.Count);
        var comparison = new RankingComparison();
        for (var at = 0; at < log.Count; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var compares = at % ComparedOf == 0 && comparison.Rows.Count < options.Rows / ComparedOf;
            replay.Take(log[at], at < from ? null : compares ? comparison.Rows : rows.Count < options.Rows ? rows : null, all: compares);
            comparison.EndBasket(log[at].Basket.Items.Length);
        }

        progress?.Invoke(ReplayShare);
        return rows.Count == 0 ? null : comparison.Judge(TreeGrower.Fit(rows, options.Boosting, tree => progress?.Invoke(ReplayShare + ((1 - ReplayShare) * tree / options.Boosting.Trees)), checkpoint, cancellationToken));
    }

    private static double RowsOfBasket(IReadOnlyList<ShopperBasket> log, NextBasketOptions options)
    {
        var others = options.PopularCandidates + (options.NeighbourCandidates * options.NeighbourAnchors / 2.0);
        return 20 + (2.0 * log.Sum(basket => basket.Basket.Items.Length) / log.Count) + (others / options.SampleOf);
    }
}
