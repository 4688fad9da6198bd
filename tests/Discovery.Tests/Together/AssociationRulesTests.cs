using Personalization.Discovery.Together;

namespace Personalization.Discovery.Tests.Together;

public sealed class AssociationRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mine_RandomBaskets_FindsWhatCountingFinds(int seed)
    {
        var random = new Random(seed);
        List<int[]> baskets = [.. Enumerable.Range(0, 120).Select(_ => Enumerable.Range(0, 7).Where(item => random.NextDouble() < .25 + (.05 * item)).ToArray())];
        var options = new AssociationRuleOptions { MinSupport = .05, MinConfidence = .4 };

        var rules = AssociationRules.Mine(baskets, options).Select(rule => $"{string.Join(',', rule.Left)}>{rule.Right} {rule.Support:0.000000} {rule.Confidence:0.000000} {rule.Lift:0.000000}");

        rules.Order().ShouldBe(Counted(baskets, options).Order(), $"seed {seed}");
    }

    [Fact]
    public void Mine_NoBaskets_FindsNothing() => AssociationRules.Mine([], new AssociationRuleOptions()).ShouldBeEmpty();

    private static IEnumerable<string> Counted(List<int[]> baskets, AssociationRuleOptions options)
    {
        for (var set = 1; set < 128; set++)
        {
            int[] items = [.. Enumerable.Range(0, 7).Where(item => (set >> item & 1) == 1)];
            foreach (var right in items.Length < 2 ? [] : items)
            {
                int[] left = [.. items.Where(item => item != right)];
                double both = baskets.Count(basket => items.All(basket.Contains)), one = baskets.Count(basket => left.All(basket.Contains)), other = baskets.Count(basket => basket.Contains(right));
                if (both / baskets.Count >= options.MinSupport && both / one >= options.MinConfidence)
                {
                    yield return $"{string.Join(',', left)}>{right} {both / baskets.Count:0.000000} {both / one:0.000000} {both / one * baskets.Count / other:0.000000}";
                }
            }
        }
    }
}
