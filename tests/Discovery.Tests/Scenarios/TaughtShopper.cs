using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Scenarios;

/// <summary>A shopper whose context is what profiles would say right after a few signals: weights summed by value and squashed.</summary>
internal sealed class TaughtShopper(StandardCatalogue catalogue, DateTimeOffset now)
{
    private readonly Dictionary<string, (double Sum, int Count)> _categories = [];
    private readonly Dictionary<string, (double Sum, int Count)> _attributes = [];
    private readonly Dictionary<string, (double Sum, int Count)> _brands = [];
    private readonly Dictionary<string, ProductAffinity> _products = [];
    private readonly List<RecentView> _recent = [];
    private int _events;

    public ShopperContext Context => new()
    {
        Events = _events,
        Categories = Read(_categories),
        Attributes = Read(_attributes),
        Brands = Read(_brands),
        Products = _products,
        Recent = _recent,
    };

    public TaughtShopper Click(string id)
    {
        Teach(id, .2);
        _recent.Insert(0, new RecentView(id, InteractionTypes.Click, now));
        return this;
    }

    public TaughtShopper ScrollPast(string id)
    {
        Teach(id, -.05);
        return this;
    }

    public TaughtShopper Buy(string id, decimal quantity)
    {
        Teach(id, .8);
        _products[id] = new ProductAffinity { Score = .6, Purchases = 1, LastPurchasedAt = now, UsualQuantity = quantity };
        return this;
    }

    private void Teach(string id, double weight)
    {
        var product = catalogue.Find(id).ShouldNotBeNull(id);
        _events++;
        Add(_categories, product.Categories, weight);
        Add(_attributes, product.Attributes, weight);
        Add(_brands, product.Brand is null ? [] : [product.Brand], weight);
    }

    private static void Add(Dictionary<string, (double Sum, int Count)> sums, IReadOnlyList<string> values, double weight)
    {
        foreach (var value in values)
        {
            var (sum, count) = sums.GetValueOrDefault(value);
            sums[value] = (sum + weight, count + 1);
        }
    }

    private static Dictionary<string, Affinity> Read(Dictionary<string, (double Sum, int Count)> sums) => sums.ToDictionary(
        pair => pair.Key,
        pair => new Affinity(Math.Tanh(Math.Max(pair.Value.Sum, 0)), Math.Tanh(Math.Max(-pair.Value.Sum, 0)), pair.Value.Count / (pair.Value.Count + 5.0), pair.Value.Count));
}
