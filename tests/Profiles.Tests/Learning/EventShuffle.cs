using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Learning;

/// <summary>Thirty days of one shopper's events of every teaching kind, from a seed.</summary>
internal static class EventShuffle
{
    private static readonly string[] Categories = ["dairy", "snacks", "produce", "bakery"];
    private static readonly string[] Attributes = ["vegan", "organic", "spicy", "gluten-free", "local"];
    private static readonly string[] Brands = ["Oatly", "Alpro", "Kettle"];

    public static List<Interaction> Month(Random random, int count)
    {
        var products = Enumerable.Range(0, 12)
            .Select(i => Some.Product(
                $"p{i}",
                [.. Pick(random, Categories, 2)],
                [.. Pick(random, Attributes, 3)],
                Brands[random.Next(Brands.Length)],
                1 + random.Next(10)))
            .ToArray();
        return [.. Enumerable.Range(0, count).Select(i => One(random, products, i))];
    }

    public static T[] Shuffled<T>(Random random, IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static Interaction One(Random random, ProductFacts[] products, int number)
    {
        var product = products[random.Next(products.Length)];

        // Half of them close to others of the product, so that views and sessions run into one another.
        var at = random.Next(2) == 0
            ? Some.Day.AddMinutes(-random.Next(30 * 24 * 60))
            : Some.Day.AddDays(-(4 * random.Next(8))).AddMinutes(random.Next(6) * 20);
        var list = random.Next(3) == 0 ? null : $"list-{random.Next(8)}";
        var session = random.Next(3) == 0 ? null : $"session-{random.Next(6)}";
        string[] types =
        [
            InteractionTypes.Purchase, InteractionTypes.AddToCart, InteractionTypes.RemoveFromCart, InteractionTypes.SaveForLater, InteractionTypes.QuantityIncrease,
            InteractionTypes.Click, InteractionTypes.ViewDetails, InteractionTypes.ViewDetails, InteractionTypes.Dwell, InteractionTypes.Dwell,
            InteractionTypes.Scroll, InteractionTypes.Scroll, InteractionTypes.Returned, InteractionTypes.Search, InteractionTypes.RecommendationClicked, InteractionTypes.EmailOpen,
        ];
        var type = types[random.Next(types.Length)];
        var interaction = Some.Event(type, product, at, $"event-{number}") with { SessionId = session, ListId = list };
        return type switch
        {
            InteractionTypes.Purchase => interaction with
            {
                Quantity = 1 + random.Next(6),
                PurchaseKind = random.Next(8) == 0 ? "subscription" : null,
                OrderId = random.Next(2) == 0 ? $"order-{random.Next(4)}" : null,
                LineId = $"line-{number}",
            },
            InteractionTypes.Dwell => interaction with { TimeOnPage = 5 + random.Next(80) },
            InteractionTypes.Scroll when random.Next(4) == 0 => interaction,
            InteractionTypes.Scroll => interaction with { ProductId = null, Product = null, Shown = Shuffled(random, products)[..6], Position = random.Next(2) == 0 ? random.Next(7) : null },
            InteractionTypes.Search => interaction with { ProductId = null, Product = null },
            _ => interaction,
        };
    }

    private static IEnumerable<string> Pick(Random random, string[] names, int atMost) => Shuffled(random, names).Take(random.Next(atMost + 1));
}
