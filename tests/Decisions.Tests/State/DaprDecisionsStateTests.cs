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
}
