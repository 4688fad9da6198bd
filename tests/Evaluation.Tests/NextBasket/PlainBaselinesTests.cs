using Personalization.Evaluation.NextBasket;

namespace Personalization.Evaluation.Tests.NextBasket;

public sealed class PlainBaselinesTests
{
    [Fact]
    public void WithPopularity_RecentRepeatsAndPopularFill_AreInTheJudgesOrder()
    {
        var counts = new Dictionary<int, int> { [1] = 10, [2] = 5, [3] = 1, [4] = 9 };

        // 2: 1 + 0.9 + 1.5; 3: 1 + 0.3; 1: 3 by popularity alone, 4: 2.7.
        PlainBaselines.WithPopularity([[2], [2, 3]], counts, [1, 4, 2, 3], 4).ShouldBe([2, 1, 4, 3]);
    }

    [Fact]
    public void Own_FrequencyThenDecay_DifferInWhatIsNewer()
    {
        var popularity = new Dictionary<string, int> { ["a"] = 3, ["b"] = 2, ["c"] = 9 };
        IReadOnlyCollection<string>[] history = [["a"], ["b"]];

        PlainBaselines.Own(history, popularity, decayed: false, 3).ShouldBe(["a", "b", "c"]);
        PlainBaselines.Own(history, popularity, decayed: true, 3).ShouldBe(["b", "a", "c"]);
    }
}
