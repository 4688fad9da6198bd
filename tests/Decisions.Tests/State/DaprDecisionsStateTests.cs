using System.Diagnostics;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Tests.Host;
using Personalization.Discovery.Tests.State;

namespace Personalization.Decisions.Tests.State;

/// <summary>The port through the SDK and a real sidecar on its sqlite store.</summary>
public sealed class DaprDecisionsStateTests(SidecarFixture sidecar) : DecisionsStateSuite, IClassFixture<SidecarFixture>
{
    private protected override IDecisionsState Create() => new DaprDecisionsState(sidecar.Client);

    [Fact]
    public async Task Service_OverARealStore_DecidesRewardsAndLearns()
    {
        var (state, time) = (Create(), new ManualTime());
        await using var replica = await Replica.StartAsync(state, time);
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => replica.DecideAsync($"real{i}", items: ["a", "b", "c"])));
        foreach (var reply in replies.Take(20))
        {
            (await replica.RewardAsync(reply.Decisions[0].DecisionId, 1, "e", time.Now)).State.ShouldBe(RewardStates.Waiting);
        }

        (await replica.DecideAsync("real7", items: ["a", "b", "c"])).Repeated.ShouldBeTrue();
        time.Now += Replica.Wait;
        await replica.LookAsync();

        (await LearnedModel.ReadAsync(state, "home")).Common.ShouldSatisfyAllConditions(common => common.Count.ShouldBe(200), common => common.Rewards.ShouldBe(20, 1e-9));
    }

    [Fact]
    public async Task Judge_ThousandsOfDecisionsOverARealStore_ReadsThemAll()
    {
        // More than one piece of keys, and many chunks of what was learned.
        const int Decisions = 2_500;
        var (state, time) = (Create(), new ManualTime());
        await using var replica = await Replica.StartAsync(state, time);
        foreach (var some in Enumerable.Range(0, Decisions).Chunk(250))
        {
            await Task.WhenAll(some.Select(i => replica.DecideAsync(new DecideRequest
            {
                StoreId = "main",
                Context = [new NamedValue($"weather={i % 7}", 1)],
                Slots = [new DecideSlot { Name = "judged", Items = [.. Enumerable.Range(0, 10).Select(item => new DecideItem { Id = $"item{item}" })] }],
            })));
        }

        time.Now += Replica.Wait;
        await replica.LookAsync();
        var started = Stopwatch.GetTimestamp();
        var judged = await replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = "judged" }, CancellationToken.None);

        TestContext.Current.TestOutputHelper!.WriteLine($"judged {judged.Decisions} decisions in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        judged.Decisions.ShouldBe(Decisions);
    }
}
