using Personalization.Decisions.Rewards;

namespace Personalization.Decisions.Tests.Rewards;

public sealed class RewardLedgerTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RewardAggregation.Earliest, 0.2)]
    [InlineData(RewardAggregation.Sum, 1.7)]
    [InlineData(RewardAggregation.Max, 1.0)]
    public void Total_AnyOrderOfArrival_IsTheSame(string aggregation, double total)
    {
        RewardEvent[] events = [new("b", 1, At.AddSeconds(2)), new("a", 0.2, At), new("c", 0.5, At.AddSeconds(1))];

        RewardLedger.Total(events, aggregation, 0).ShouldBe(total, 1e-12);
        RewardLedger.Total([.. events.Reverse()], aggregation, 0).ShouldBe(total, 1e-12);
    }

    [Fact]
    public void Add_SameEventTwice_CountsOnce()
    {
        var (once, _) = RewardLedger.Add([], new RewardEvent("a", 1, At));

        var (twice, outcome) = RewardLedger.Add(once, new RewardEvent("a", 5, At));

        outcome.ShouldBe(RewardOutcome.Duplicate);
        RewardLedger.Total(twice, RewardAggregation.Sum, 0).ShouldBe(1);
    }

    [Fact]
    public void Add_AMillionForOneDecision_StaysBounded()
    {
        IReadOnlyList<RewardEvent> rewards = [];
        var full = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            (rewards, var outcome) = RewardLedger.Add(rewards, new RewardEvent($"{i}", 1, At));
            full += outcome == RewardOutcome.Full ? 1 : 0;
        }

        rewards.Count.ShouldBe(RewardLedger.MostKept);
        full.ShouldBe(1_000_000 - RewardLedger.MostKept);
    }

    [Fact]
    public void Total_Return_TakesThePurchaseBackAndNothingElse()
    {
        RewardEvent[] events = [new("click", 0.1, At), new("buy", 1, At, "order1"), new("other", 1, At, "order2"), new("back", 0, At, "order1", TakesBack: true)];

        RewardLedger.Total(events, RewardAggregation.Sum, 0).ShouldBe(1.1, 1e-12);
        RewardLedger.Total([.. events.Where(reward => reward.Order == "order1")], RewardAggregation.Sum, -0.5).ShouldBe(-0.5);
    }
}
