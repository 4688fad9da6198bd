namespace Personalization.Evaluation.NextBasket;

/// <summary>The judge's baselines of a shopper's own baskets, item for item as it ranks them.</summary>
internal static class PlainBaselines
{
    private const double Decay = 0.9;

    /// <summary>N1: sum of 0.9^age and 3 x popularity; ties by the later own purchase, then the more popular, then the smaller number.</summary>
    /// <param name="history">Baskets, oldest first.</param>
    /// <param name="counts">Baskets with each item.</param>
    /// <param name="popular">Items by them, most first.</param>
    /// <param name="take">How many.</param>
    public static List<int> WithPopularity(IReadOnlyList<int[]> history, IReadOnlyDictionary<int, int> counts, IReadOnlyList<int> popular, int take)
    {
        var (decayed, latest) = (new Dictionary<int, double>(), new Dictionary<int, int>());
        for (var place = 0; place < history.Count; place++)
        {
            foreach (var item in history[place])
            {
                decayed[item] = decayed.GetValueOrDefault(item) + Math.Pow(Decay, history.Count - 1 - place);
                latest[item] = place;
            }
        }

        var weight = 3.0 / counts[popular[0]];
        return [.. latest.Keys.Concat(popular.Where(item => !latest.ContainsKey(item)).Take(take))
            .OrderByDescending(item => decayed.GetValueOrDefault(item) + (weight * counts[item]))
            .ThenByDescending(item => latest.GetValueOrDefault(item, -1))
            .ThenByDescending(item => counts[item])
            .ThenBy(item => item)
            .Take(take)];
    }

    /// <summary>N2: own frequency, or decayed frequency; ties by popularity so far, then id; the most popular fill up.</summary>
    public static List<string> Own(IReadOnlyList<IReadOnlyCollection<string>> history, IReadOnlyDictionary<string, int> popularity, bool decayed, int take)
    {
        var own = new Dictionary<string, double>();
        for (var place = 0; place < history.Count; place++)
        {
            foreach (var item in history[place])
            {
                own[item] = own.GetValueOrDefault(item) + (decayed ? Math.Pow(Decay, history.Count - 1 - place) : 1);
            }
        }

        List<string> ranked = [.. own.Keys.OrderByDescending(item => own[item]).ThenByDescending(item => popularity[item]).ThenBy(item => item, StringComparer.Ordinal).Take(take)];
        if (ranked.Count < take)
        {
            ranked.AddRange(popularity.Keys.Where(item => !own.ContainsKey(item))
                .OrderByDescending(item => popularity[item]).ThenBy(item => item, StringComparer.Ordinal).Take(take - ranked.Count));
        }

        return ranked;
    }
}
