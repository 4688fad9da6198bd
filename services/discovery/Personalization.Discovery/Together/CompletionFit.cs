using Personalization.Discovery.Baskets;

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

        var best = (Settings: CompletionSettings.Default, Value: 0.0);
        var moments = PairMoments.Of(all);
        foreach (var ridge in CompletionSettings.Ridges)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var regression = ItemRegression.Learn(moments, ridge);
            foreach (var unpopularity in CompletionSettings.Unpopularities)
            {
                var completion = new BasketCompletion(all, regression, new CompletionSettings(ridge, unpopularity));
                var value = questions.Sum(question => completion.Rank(question.Others, Cut).FindIndex(item => item.Item == question.Hidden) is >= 0 and var place ? 1.0 / (place + 1) : 0);
                if (value > best.Value)
                {
                    best = (completion.Settings, value);
                }
            }
        }

        return best.Settings;
    }
}
