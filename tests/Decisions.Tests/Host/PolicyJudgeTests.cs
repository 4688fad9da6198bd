using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Models;
using Personalization.Decisions.Tests.State;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.2: a candidate is judged by the product's own log.</summary>
public sealed class PolicyJudgeTests
{
    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Judge_LogOfAnEvenPolicy_FindsTheBetterOneAndItsValue()
    {
        // Two contexts, two items; in each context one item pays .8 and the other .2. Even exploration earns .5, the best policy .8.
        await using var replica = await Replica.StartAsync(_state, _time, options => options.Slots["home"] = new SlotSettings
        {
            Wait = Replica.Wait,
            Model = new ModelOptions { Dimensions = 8 },
            Exploration = new ExplorationOptions { Epsilon = 1 },
        });
        var random = new Random(20261120);
        for (var i = 0; i < 1_500; i++)
        {
            var rain = random.Next(2) == 0;
            var decision = (await replica.DecideAsync(new DecideRequest
            {
                StoreId = "main",
                Context = [new NamedValue(rain ? "weather=rain" : "weather=sun", 1)],
                Slots = [new DecideSlot { Name = "home", Items = [new DecideItem { Id = "tea" }, new DecideItem { Id = "ice" }] }],
            })).Decisions[0];
            if (random.NextDouble() < ((decision.Selected == "tea") == rain ? 0.8 : 0.2))
            {
                await replica.RewardAsync(decision.DecisionId, 1, "e", _time.Now);
            }
        }

        _time.Now += Replica.Wait;
        await replica.LookAsync();
        _time.Now += TimeSpan.FromMinutes(1);
        await replica.LookAsync();

        var better = await replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = "home", Epsilon = 0 }, CancellationToken.None);
        var same = await replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = "home" }, CancellationToken.None);

        better.Decisions.ShouldBe(1_500);
        better.Overlap.ShouldBe("enough");
        better.Promotable.ShouldBeTrue();
        foreach (var estimate in new[] { better.Ips!, better.Snips!, better.DoublyRobust! })
        {
            estimate.Value.ShouldBe(0.8, 0.08);
        }

        better.Logged!.Value.ShouldBe(0.5, 0.06);
        same.Promotable.ShouldBeFalse();
        same.Ips!.Value.ShouldBe(same.Logged!.Value, 1e-9);
    }

    [Fact]
    public async Task Judge_DecisionsWithLateRewards_CountOnceWithWhatTheyCameTo()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        var first = (await replica.DecideAsync(items: ["a", "b"])).Decisions[0].DecisionId;
        await replica.DecideAsync(items: ["a", "b"]);
        _time.Now += Replica.Wait;
        await replica.LookAsync();
        await replica.RewardAsync(first, 1, "late", _time.Now);
        await replica.LookAsync();
        _time.Now += TimeSpan.FromMinutes(1);
        await replica.LookAsync();

        var judged = await replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = "home" }, CancellationToken.None);

        judged.Decisions.ShouldBe(2);
        judged.Logged!.Value.ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public async Task Judge_SettingsThatCannotBe_NamesEveryFault()
    {
        await using var replica = await Replica.StartAsync(_state, _time);

        var refused = await Should.ThrowAsync<ProblemException>(() => replica.Judge.JudgeAsync(
            new EvaluateRequest { StoreId = "main", Slot = "home", Algorithm = "magic", Epsilon = 2, Dimensions = 100 }, CancellationToken.None));

        refused.Problem.Errors.Keys.Order().ShouldBe(["algorithm", "dimensions", "epsilon"]);
    }

    [Fact]
    public async Task Judge_NothingLearned_IsRefused()
    {
        await using var replica = await Replica.StartAsync(_state, _time);

        (await replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = "home" }, CancellationToken.None)).Overlap.ShouldBe("refused");
    }
}
