using System.Text.Json;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Tests.State;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.1, R5.2: decisions, what comes of them, and what is learned.</summary>
public sealed class DecidingTests
{
    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Decide_SameRequestId_TheSameAnswerEvenFromAnotherReplica()
    {
        await using var one = await Replica.StartAsync(_state, _time);
        await using var two = await Replica.StartAsync(_state, _time);
        var first = await one.DecideAsync("r1", items: ["a", "b", "c"]);

        var again = await two.DecideAsync("r1", items: ["a", "b", "c"]);
        var other = await two.DecideAsync("r1", items: ["a", "b"]);

        again.Repeated.ShouldBeTrue();
        again.Decisions[0].Selected.ShouldBe(first.Decisions[0].Selected);
        again.Decisions[0].DecisionId.ShouldBe("r1");
        again.Decisions[0].Propensity.ShouldBe(first.Decisions[0].Propensity);
        other.Conflict.ShouldBeTrue();
    }

    [Fact]
    public async Task Decide_SameRequestIdAtOnce_OneIsLogged()
    {
        await using var one = await Replica.StartAsync(_state, _time);
        await using var two = await Replica.StartAsync(_state, _time);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).DecideAsync("same", items: ["a", "b", "c"])));

        replies.Select(reply => reply.Decisions[0].Selected).Distinct().Count().ShouldBe(1);
        replies.Count(reply => !reply.Repeated).ShouldBe(1);
    }

    [Fact]
    public async Task Decide_ManySlots_NoItemTwiceUnlessAllowed()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        DecideItem[] items = [new() { Id = "a" }, new() { Id = "b" }];
        var request = new DecideRequest { StoreId = "main", Slots = [.. new[] { "x", "y", "z" }.Select(name => new DecideSlot { Name = name, Items = items })] };

        var reply = await replica.DecideAsync(request);
        var repeated = await replica.DecideAsync(request with { AllowRepeats = true });

        reply.Decisions.Select(decision => decision.Selected).Order().ShouldBe(["a", "b"]);
        reply.Exhausted.ShouldBe(["z"]);
        repeated.Decisions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Decide_StateAway_DecidesNothing()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.DecideAsync(items: ["a", "b"]);
        _state.Away = true;

        await Should.ThrowAsync<StateUnavailableException>(() => replica.DecideAsync(items: ["a", "b"]));
    }

    [Fact]
    public async Task Reward_InTime_IsLearnedWhenTheWindowCloses()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        for (var i = 0; i < 60; i++)
        {
            var decision = (await replica.DecideAsync(items: ["bad", "good"])).Decisions[0];
            (await replica.RewardAsync(decision.DecisionId, decision.Selected == "good" ? 1 : 0, "e", _time.Now)).State.ShouldBe(RewardStates.Waiting);
        }

        await replica.LookAsync();
        (await replica.DecideAsync(items: ["bad", "good"])).Decisions[0].Ranking.Select(item => item.Score).Distinct().ShouldHaveSingleItem();
        _time.Now += Replica.Wait;
        await replica.LookAsync();

        var learned = (await replica.DecideAsync(items: ["bad", "good"])).Decisions[0];
        learned.Ranking[0].Id.ShouldBe("good");
        learned.Ranking[0].Probability.ShouldBe(0.95, 1e-9);
        learned.Reasons.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Reward_DuplicateLateUnknownAndMany_EachHasItsState()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        var id = (await replica.DecideAsync(items: ["a"])).Decisions[0].DecisionId;

        (await replica.RewardAsync(id, 1, "e1", _time.Now)).ShouldBe(new RewardReply(RewardStates.Waiting));
        (await replica.RewardAsync(id, 1, "e1", _time.Now)).Duplicate.ShouldBeTrue();
        (await replica.RewardAsync("nothing", 1, "e1", _time.Now)).State.ShouldBe(RewardStates.Unknown);
        _time.Now += Replica.Wait;
        await replica.LookAsync();
        (await replica.RewardAsync(id, 2, "e2", _time.Now)).State.ShouldBe(RewardStates.Late);
        await replica.LookAsync();
        (await LearnedModel.ReadAsync(_state, "home")).Common.Rewards.ShouldBe(3, 1e-9);
        for (var i = 0; i < 70; i++)
        {
            await replica.RewardAsync(id, 0, $"many{i}", _time.Now);
        }

        (await replica.RewardAsync(id, 1, "one more", _time.Now)).State.ShouldBe(RewardStates.Full);
    }

    [Fact]
    public async Task Reward_BeforeItsDecision_IsJoinedWhenItComes()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        (await replica.RewardAsync("event7", 1, "e", _time.Now, early: true)).State.ShouldBe(RewardStates.Early);
        await replica.DecideAsync("event7", items: ["a"]);
        _time.Now += Replica.Wait;

        await replica.LookAsync();

        (await LearnedModel.ReadAsync(_state, "home")).Common.ShouldSatisfyAllConditions(common => common.Count.ShouldBe(1), common => common.Rewards.ShouldBe(1, 1e-9));
    }

    [Fact]
    public async Task Deferred_CountsOnlyOnceActivated()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        var shown = (await replica.DecideAsync(deferred: true, items: ["a"])).Decisions[0].DecisionId;
        await replica.DecideAsync(deferred: true, items: ["a"]);
        (await replica.ActivateAsync(shown)).State.ShouldBe(RewardStates.Waiting);
        (await replica.ActivateAsync(shown)).Duplicate.ShouldBeTrue();
        (await replica.ActivateAsync("nothing")).State.ShouldBe(RewardStates.Unknown);
        _time.Now += Replica.Wait;

        await replica.LookAsync();

        (await LearnedModel.ReadAsync(_state, "home")).Common.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Apprentice_ShowsTheDefaultAndLearns()
    {
        await using var replica = await Replica.StartAsync(_state, _time, options => options.Slots["home"] = new SlotSettings { Apprentice = true, Wait = Replica.Wait });

        for (var i = 0; i < 20; i++)
        {
            var decision = (await replica.DecideAsync(items: ["a", "b", "c"])).Decisions[0];
            decision.Selected.ShouldBe("a");
            decision.Propensity.ShouldBe(1);
            decision.Policy.ShouldEndWith(":apprentice");
        }

        _time.Now += Replica.Wait;
        await replica.LookAsync();
        (await LearnedModel.ReadAsync(_state, "home", new SlotSettings().Model.Dimensions)).Common.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Interactions_ClickCartPurchaseAndReturn_BecomeRewards()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        var kept = (await replica.DecideAsync(items: ["a"])).Decisions[0].DecisionId;
        var returned = (await replica.DecideAsync(items: ["a"])).Decisions[0].DecisionId;

        var answer = await replica.Interactions.TakeAsync(
            Delivery(
                Event("1", "click", kept), Event("1", "click", kept), Event("2", "add_to_cart", kept), Event("3", "purchase", kept, "o1"),
                Event("4", "purchase", returned, "o2"), Event("5", "returned", returned, "o2"), Event("6", "page_view", kept), Event("7", "click", null)),
            CancellationToken.None);
        _time.Now += Replica.Wait;
        await replica.LookAsync();

        answer.Statuses!.ShouldAllBe(status => status.Status == DeliveryStatus.Success);
        (await LearnedModel.ReadAsync(_state, "home")).Common.ShouldSatisfyAllConditions(common => common.Count.ShouldBe(2), common => common.Rewards.ShouldBe(1.4, 1e-9));
    }

    private InteractionRecorded Event(string id, string type, string? decision, string? order = null) => new()
    {
        StoreId = "main",
        EventId = id,
        Type = type,
        ShopperKind = "u",
        ShopperId = "u1",
        SessionId = "s",
        Timestamp = _time.Now,
        ReceivedAt = _time.Now,
        ProductId = "a",
        DecisionId = decision,
        OrderId = order,
    };

    private static Delivery Delivery(params InteractionRecorded[] events) => new()
    {
        Entries = [.. events.Select((recorded, index) => new DeliveryEntry($"{index}", JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["data"] = JsonSerializer.SerializeToElement(recorded, InteractionJson.Default.InteractionRecorded) })))],
    };
}
