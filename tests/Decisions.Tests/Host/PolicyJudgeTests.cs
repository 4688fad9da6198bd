using Personalization.Decisions.Api;
using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.State;
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
        (await LearnedModel.ListAsync(_state, "home")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Judge_DecisionsOfASlotWithALongWindowStillOpen_HideNothingOfTheOthers()
    {
        await using var replica = await Replica.StartAsync(_state, _time, options => options.Slots["slow"] = new SlotSettings { Wait = TimeSpan.FromDays(1), Model = options.Default.Model });
        await DecideAsync(replica, "slow");
        await DecideAsync(replica, "home");
        await DecideAsync(replica, "home");
        _time.Now += Replica.Wait;
        await replica.LookAsync();

        (await JudgeAsync(replica, "home")).Decisions.ShouldBe(2);
        (await JudgeAsync(replica, "slow")).Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task Judge_TwoReplicasLearned_TakesTheDecisionsOfBothOnceTheNewestFirst()
    {
        // More than a chunk, so that both lengthen what the other began; a window shorter than the lease of a lane, so that neither takes over the other's.
        const int Each = 100;
        static void Quick(DecisionsOptions options) => options.Default = new SlotSettings { Wait = options.LaneLease / 2, Model = options.Default.Model };
        await using var one = await Replica.StartAsync(_state, _time, Quick);
        await using var two = await Replica.StartAsync(_state, _time, Quick);
        for (var i = 0; i < Each; i++)
        {
            _time.Now += TimeSpan.FromMilliseconds(10);
            await one.DecideAsync($"one{i}", items: ["a", "b"]);
            await two.DecideAsync($"two{i}", items: ["a", "b"]);
        }

        _time.Now += new DecisionsOptions().LaneLease / 2;
        await one.LookAsync();
        await two.LookAsync();

        (await JudgeAsync(one, "home")).Decisions.ShouldBe(2 * Each);
        var learned = await LearnedModel.ListAsync(_state, "home");
        learned.Select(entry => entry.Call).ShouldBe([.. Enumerable.Range(0, Each).Reverse().Select(i => $"two{i}"), .. Enumerable.Range(0, Each).Reverse().Select(i => $"one{i}")]);
    }

    [Fact]
    public async Task Judge_ModelFromBeforeItsListWasKept_CountsWhatCameSince()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await DecideAsync(replica, "home");
        _time.Now += Replica.Wait;
        await replica.LookAsync();
        var (kept, etag) = await _state.GetAsync(StateKeys.Model("main", "home"), StateJson.Default.KeptModel, CancellationToken.None);
        await _state.TryCommitAsync(
            [
                StateWrite.Of(StateKeys.Model("main", "home"), kept! with { Learned = 0 }, StateJson.Default.KeptModel, etag, null),
                StateWrite.Of(StateKeys.Learned("main", "home", 0), new LearnedChunk([]), StateJson.Default.LearnedChunk, null, null),
            ],
            CancellationToken.None);
        await DecideAsync(replica, "home");
        await DecideAsync(replica, "home");
        _time.Now += Replica.Wait;
        await replica.LookAsync();

        (await JudgeAsync(replica, "home")).Decisions.ShouldBe(2);
        (await LearnedModel.ReadAsync(_state, "home")).Common.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Judge_LargeDecisions_AreReadInPiecesAndNotWithoutEnd()
    {
        // 1,500 decisions of 50 items with 20 features come to more than a million numbers.
        await using var replica = await Replica.StartAsync(_state, _time);
        var items = Enumerable.Range(0, 50).Select(item => new DecideItem { Id = $"item{item}", Features = [.. Enumerable.Range(0, 20).Select(i => new NamedValue($"f{i}", item + i))] }).ToArray();
        for (var i = 0; i < 1_500; i++)
        {
            await replica.DecideAsync(new DecideRequest { StoreId = "main", Slots = [new DecideSlot { Name = "home", Items = items }] });
        }

        _time.Now += Replica.Wait;
        await replica.LookAsync();

        (await JudgeAsync(replica, "home")).Decisions.ShouldBeInRange(900, 1_100);
        _state.MostAtOnce.ShouldBeLessThanOrEqualTo(128);
    }

    [Fact]
    public async Task Judge_SettingsThatCannotBe_NamesEveryFault()
    {
        await using var replica = await Replica.StartAsync(_state, _time);

        var refused = await Should.ThrowAsync<ProblemException>(() => replica.Judge.JudgeAsync(
            new EvaluateRequest { StoreId = "main", Slot = "home", Algorithm = "magic", Epsilon = 2, Dimensions = 5_000 }, CancellationToken.None));

        refused.Problem.Errors.Keys.Order().ShouldBe(["algorithm", "dimensions", "epsilon"]);
    }

    [Theory]
    [InlineData(2, 2, 422)]
    [InlineData(null, 8, 422)]
    [InlineData(9, 8, 0)]
    public async Task Judge_FeaturesThatFitNoPlace_AreRefusedAsACombination(int? dimensions, int features, int status)
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        var request = new EvaluateRequest { StoreId = "main", Slot = "home", Dimensions = dimensions, Features = [.. Enumerable.Range(0, features).Select(i => $"f{i}")] };

        var refused = await Record.ExceptionAsync(() => replica.Judge.JudgeAsync(request, CancellationToken.None));

        ((refused as ProblemException)?.Problem.Status ?? 0).ShouldBe(status);
    }

    [Fact]
    public async Task Judge_NothingLearned_IsRefused()
    {
        await using var replica = await Replica.StartAsync(_state, _time);

        (await replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = "home" }, CancellationToken.None)).Overlap.ShouldBe("refused");
    }

    private static Task<DecideReply> DecideAsync(Replica replica, string slot) => replica.DecideAsync(new DecideRequest
    {
        StoreId = "main",
        Slots = [new DecideSlot { Name = slot, Items = [new DecideItem { Id = "a" }, new DecideItem { Id = "b" }] }],
    });

    private static Task<EvaluateReply> JudgeAsync(Replica replica, string slot) => replica.Judge.JudgeAsync(new EvaluateRequest { StoreId = "main", Slot = slot }, CancellationToken.None);
}
