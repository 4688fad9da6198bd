using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Tests.State;
using Personalization.Testing;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.2: a commit whose answer is lost (the sidecar was killed after it) is found by reading; nothing after it is refused for its sake.</summary>
public sealed class LostAnswerTests
{
    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("IsNo")]
    [InlineData("IsLost")]
    public async Task Decide_AnswerOfTheLogsWriteIsLost_IsLoggedAndSoIsTheNext(string answer)
    {
        await using var replica = await StartAsync();
        LoseNext(answer);

        await replica.DecideAsync(items: ["a", "b"]);
        await replica.DecideAsync(items: ["a", "b"]);

        (await LearnAsync(replica)).ShouldBe(2);
    }

    [Fact]
    public async Task Decide_WriteIsLostAndNothingCanBeReadForAWhile_TheNextIsLoggedAllTheSame()
    {
        await using var replica = await StartAsync();
        _state.Answer = () =>
        {
            _state.Away = true;
            return CommitAnswer.IsLost;
        };
        await Should.ThrowAsync<StateUnavailableException>(() => replica.DecideAsync("first", items: ["a", "b"]));
        await Should.ThrowAsync<StateUnavailableException>(() => replica.DecideAsync("second", items: ["a", "b"]));
        (_state.Away, _state.Answer) = (false, () => CommitAnswer.Comes);

        (await replica.DecideAsync("third", items: ["a", "b"])).Repeated.ShouldBeFalse();
        (await replica.DecideAsync("first", items: ["a", "b"])).Repeated.ShouldBeTrue("it stands in the log");

        (await LearnAsync(replica)).ShouldBe(2);
    }

    [Fact]
    public async Task Decide_EarlierWriteComesThroughAfterItWasGivenUp_GoesBehindIt()
    {
        await using var replica = await StartAsync();
        _state.Delays = true;
        await Should.ThrowAsync<StateUnavailableException>(() => replica.DecideAsync("slow", items: ["a", "b"]));
        _state.Delays = false;
        _state.ComeThrough();

        await replica.DecideAsync("quick", items: ["a", "b"]);

        (await LearnAsync(replica)).ShouldBe(2);
    }

    [Theory]
    [InlineData("IsNo")]
    [InlineData("IsLost")]
    public async Task Start_AnswerOfJoiningIsLost_DecidesAllTheSame(string answer)
    {
        LoseNext(answer);
        await using var replica = await Replica.StartAsync(_state, _time);

        await replica.DecideAsync(items: ["a", "b"]);

        (await LearnAsync(replica)).ShouldBe(1);
        (await _state.GetAsync(StateKeys.Lanes, StateJson.Default.LaneList, CancellationToken.None)).Value!.Lanes.ShouldBe([replica.Log.Lane]);
    }

    [Fact]
    public async Task Reward_AnswerIsLostWhenLate_CountsOnce()
    {
        await using var replica = await StartAsync();
        var decision = (await replica.DecideAsync(items: ["a", "b"])).Decisions[0].DecisionId;
        _time.Now += Replica.Wait;
        await replica.LookAsync();
        LoseNext("IsLost");

        (await replica.RewardAsync(decision, 1, "e", _time.Now)).State.ShouldBe(RewardStates.Late);
        await replica.LookAsync();

        (await LearnedModel.ReadAsync(_state, "home")).Common.Rewards.ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData("IsNo")]
    [InlineData("IsLost")]
    public async Task TakeOver_AnswerIsLost_ReadsWhatTheDeadLeft(string answer)
    {
        var dead = await StartAsync();
        await dead.DecideAsync(items: ["a", "b"]);
        await dead.DisposeAsync();
        await using var heir = await StartAsync();
        _time.Now += Replica.Wait;
        LoseNext(answer);
        try
        {
            await heir.LookAsync();
        }
        catch (StateUnavailableException)
        {
            // As the loop does: the next look is another one.
        }

        (await LearnAsync(heir)).ShouldBe(1);
    }

    private async Task<Replica> StartAsync()
    {
        var replica = await Replica.StartAsync(_state, _time);
        await Eventually.TrueAsync(async () => (await _state.GetAsync(StateKeys.Lane(replica.Log.Lane), StateJson.Default.LaneState, CancellationToken.None)).Value is not null, TimeSpan.FromSeconds(60));
        return replica;
    }

    private void LoseNext(string answer)
    {
        var (left, kind) = (1, Enum.Parse<CommitAnswer>(answer));
        _state.Answer = () => left-- > 0 ? kind : CommitAnswer.Comes;
    }

    private async Task<long> LearnAsync(Replica replica)
    {
        for (var look = 0; look < 3; look++)
        {
            _time.Now += Replica.Wait;
            await replica.LookAsync();
        }

        return (await LearnedModel.ReadAsync(_state, "home")).Common.Count;
    }
}
