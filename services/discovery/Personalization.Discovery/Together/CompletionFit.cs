using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Together;

/// <summary>Fits <see cref="CompletionSettings"/> to a store's own baskets: a fifth is kept apart, one item of each of those is hidden and looked for by what the others teach.</summary>
public static class CompletionFit
{
    private const int KeptApartOf = 5;

    /// <summary>Baskets asked about.</summary>
    private const int MaxQuestions = 2_000;

    private const int Cut = 10;

    /// <param name="baskets">Distinct items of each.</param>
    /// <param name="statistics">How they are counted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The settings with the best mean reciprocal rank, cut at 10; the defaults without baskets of two items.</returns>
    public static CompletionSettings Fit(IReadOnlyList<int[]> baskets, BasketStatisticsOptions statistics, CancellationToken cancellationToken = default)
    {
        var all = new BasketStatistics(statistics);
        List<(int[] Others, int Hidden)> questions = [];
        for (var at = 0; at < baskets.Count; at++)
        {
            var basket = baskets[at];
            if (at % KeptApartOf == 0 && basket.Length >= 2 && questions.Count < MaxQuestions)
            {
                var hidden = basket[at / KeptApartOf % basket.Length];
                questions.Add(([.. basket.Where(item => item != hidden)], hidden));
            }
            else
            {
                all.Add(new OwnBaskets(), new PastBasket(0, basket));
            }
        }

        var moments = PairMoments.Of(all);
        List<BasketCompletion> tried = [];
        foreach (var ridge in CompletionSettings.Ridges)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var regression = ItemRegression.Learn(moments, ridge);
            tried.AddRange(CompletionSettings.Unpopularities.Select(unpopularity => new BasketCompletion(all, regression, new CompletionSettings(ridge, unpopularity))));
        }

        var values = new double[tried.Count];
        foreach (var (others, hidden) in questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rare = tried[0].Rare(others);
            List<RankedItem> regressed = [];
            for (var at = 0; at < tried.Count; at++)
            {
                regressed = at % CompletionSettings.Unpopularities.Count == 0 ? tried[at].Regressed(others) : regressed;
                values[at] += tried[at].PlaceOf(hidden, regressed, rare) is { } place and < Cut ? 1.0 / (place + 1) : 0;
            }
        }

        var best = (Settings: CompletionSettings.Default, Value: 0.0);
        for (var at = 0; at < tried.Count; at++)
        {
            best = values[at] > best.Value ? (tried[at].Settings, values[at]) : best;
        }

        return best.Settings;
    }
}
