namespace Personalization.Discovery.Recommendations;

/// <summary>Makes the slots of one call: each from its strategies in turn, no product twice over all of them, none that is not sold, none that is in the cart.</summary>
public sealed class Recommender
{
    private readonly Dictionary<string, IRecommendationStrategy> _strategies;
    private readonly RecommendationOptions _options;

    /// <exception cref="ArgumentException">A slot names a strategy that is none.</exception>
    public Recommender(RecommendationOptions options)
    {
        _options = options;
        IRecommendationStrategy[] all = [new NextBasketStrategy(), new ReminderStrategy(), new ComplementaryStrategy(), new SimilarStrategy(), new TrendingStrategy(), new DiscoveryStrategy(), new FaceShapeStrategy(), new BrowseStrategy()];
        _strategies = all.ToDictionary(strategy => strategy.Name, StringComparer.Ordinal);
        if (options.Slots.SelectMany(slot => slot.Value).FirstOrDefault(name => !_strategies.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"There is no strategy '{unknown}'; there are {string.Join(", ", _strategies.Keys)}.", nameof(options));
        }
    }

    /// <param name="scene">For whom, when and beside what.</param>
    /// <param name="slots">Names; unknown ones stay empty.</param>
    /// <param name="limit">Products of each slot.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<Suggested>> Recommend(RecommendationScene scene, IReadOnlyList<string> slots, int limit)
    {
        var told = new HashSet<string>(scene.Cart, StringComparer.Ordinal);
        if (scene.Product is { } product)
        {
            told.Add(product);
        }

        var answer = new Dictionary<string, IReadOnlyList<Suggested>>(StringComparer.Ordinal);
        foreach (var slot in slots.Distinct(StringComparer.Ordinal))
        {
            List<Suggested> chosen = [];
            foreach (var name in _options.Slots.GetValueOrDefault(slot) ?? [])
            {
                if (chosen.Count >= limit)
                {
                    break;
                }

                // Some of what is found is told already, or sold out.
                foreach (var found in _strategies[name].Suggest(scene, limit + told.Count + limit))
                {
                    if (chosen.Count >= limit)
                    {
                        break;
                    }

                    if (scene.Catalogue.Find(found.ProductId) is { InStock: true } && told.Add(found.ProductId))
                    {
                        chosen.Add(found);
                    }
                }
            }

            answer[slot] = chosen;
        }

        return answer;
    }
}
