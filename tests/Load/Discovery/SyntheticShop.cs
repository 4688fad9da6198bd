using System.Globalization;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Load.Discovery;

/// <summary>A made-up catalogue of any size with the shape of a real one: few words that are common and many that are rare, makers and categories of all sizes. The same seed gives the same shop.</summary>
internal sealed class SyntheticShop(int products, int seed = 41)
{
    private const int Words = 20_000, NameWords = 6, TextWords = 20;

    private readonly Random _random = new(seed);

    /// <summary>Six words make a name, twenty a description.</summary>
    public IEnumerable<SnapshotProduct> Products()
    {
        for (var number = 0; number < products; number++)
        {
            yield return new SnapshotProduct(
                new Product
                {
                    Id = number.ToString("D8", CultureInfo.InvariantCulture),
                    Name = Text(NameWords),
                    Brand = $"brand {Rank(2_000)}",
                    Categories = [$"category {Rank(300)}"],
                    Attributes = [.. Enumerable.Range(0, 4).Select(_ => $"attribute {Rank(150)}").Distinct()],
                    Price = 1 + (_random.Next(10_000) / 100m),
                    Currency = "EUR",
                    InStock = true,
                },
                Popularity: Rank(5_000),
                Text: Text(TextWords));
        }
    }

    /// <summary>One to three words, as shoppers ask.</summary>
    public string Query() => Text(1 + _random.Next(3));

    /// <summary>A shopper with a year behind: 60 products bought or seen, tastes in makers, categories and attributes.</summary>
    public ShopperContext Shopper() => new()
    {
        Events = 400,
        Products = Enumerable.Range(0, 60).Select(_ => _random.Next(products)).Distinct().ToDictionary(
            number => number.ToString("D8", CultureInfo.InvariantCulture),
            _ => new ProductAffinity { Score = _random.NextDouble(), Purchases = _random.Next(6) }),
        Brands = Affinities("brand", 2_000, 20),
        Categories = Affinities("category", 300, 20),
        Attributes = Affinities("attribute", 150, 20),
    };

    private Dictionary<string, Affinity> Affinities(string kind, int values, int count) =>
        Enumerable.Range(0, count).Select(_ => $"{kind} {Rank(values)}").Distinct().ToDictionary(name => name, _ => new Affinity(_random.NextDouble(), 0, .7, 1 + _random.Next(30)));

    private string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word(Rank(Words))));

    /// <summary>Small numbers often, large ones seldom, as words of a language are.</summary>
    private int Rank(int of) => (int)Math.Min(of - 1, Math.Pow(of, _random.NextDouble()) - 1);

    private static string Word(int number)
    {
        const string Consonants = "bdfgklmnprst", Vowels = "aeiou";
        Span<char> word = stackalloc char[8];
        for (var at = 0; at < word.Length; at += 2)
        {
            word[at] = Consonants[number % Consonants.Length];
            word[at + 1] = Vowels[number / Consonants.Length % Vowels.Length];
            number = (number / 7) + (number % 7 * 31);
        }

        return word.ToString();
    }
}
