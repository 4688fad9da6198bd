using Personalization.Evaluation.PersonalRank;

namespace Personalization.Evaluation.Tests.PersonalRank;

public sealed class TypePopularityTests
{
    [Fact]
    public void Rank_AnyHistory_IsTheMeanRankAmongTheCounts()
    {
        const int products = 12;
        const int seed = 20261;
        var random = new Random(seed);
        var popularity = new TypePopularity(products);
        var sold = new int[products];

        for (var line = 0; line < 400; line++)
        {
            var product = random.Next(products);
            var above = sold.Count(count => count > sold[product]);
            var equal = sold.Count(count => count == sold[product]);
            popularity.Rank($"{product}").ShouldBe(1 + above + ((equal - 1) / 2.0), $"seed {seed}, line {line}");
            popularity.Learn($"{product}");
            sold[product]++;
        }
    }
}
