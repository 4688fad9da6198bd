using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Models;
using Personalization.Decisions.Tests.State;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.2: promoted only where the log says that it is better; ramped and rolled back by command; each step told.</summary>
public sealed class PolicyGateTests
{
    private static readonly EvaluateRequest Greedy = new() { StoreId = "main", Slot = "home", Epsilon = 0.05 };

    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Steps_PromoteRampRollback_DecideAndAreTold()
    {
        await using var replica = await LearnedAsync(1_200);
        (await ProbabilitiesAsync(replica)).ShouldBe([0.5, 0.5], "even exploration so far");

        var ramped = await replica.StepAsync(PolicySteps.Promote, Greedy, percent: 20);
        var mixed = await ProbabilitiesAsync(replica);
        await replica.StepAsync(PolicySteps.Ramp, percent: 100);
        var whole = await ProbabilitiesAsync(replica);
        await replica.StepAsync(PolicySteps.Promote, Greedy with { Epsilon = 0.04 }, percent: 50);
        await replica.StepAsync(PolicySteps.Rollback);

        ramped.Judged!.Gain!.Low.ShouldBeGreaterThan(0);
        mixed.ShouldBe([(0.8 * 0.5) + (0.2 * 0.975), (0.8 * 0.5) + (0.2 * 0.025)], 1e-12);
        whole.ShouldBe([0.975, 0.025], 1e-12);
        (await ProbabilitiesAsync(replica)).ShouldBe(whole, 1e-12);
        var history = await replica.Definitions.HistoryAsync(new DefinitionQuery { StoreId = "main", Kind = DefinitionKinds.Policies, Id = "home" }, default);
        history!.Items[^1].Definition!.Value.GetProperty("step").GetString().ShouldBe("promote");
        history.Items[^1].Definition!.Value.GetProperty("judged").GetProperty("decisions").GetInt32().ShouldBe(1_200);
        (await replica.StepAsync(PolicySteps.Rollback)).Current.ShouldBeNull("the configuration is in force");
        (await ProbabilitiesAsync(replica)).ShouldBe([0.5, 0.5]);
        (await replica.StepAsync(PolicySteps.Ramp, percent: 10)).Missing.ShouldBeTrue();
    }

    [Fact]
    public async Task Promote_NotBetter_ChangesNothingAndTellsTheNumbers()
    {
        await using var replica = await LearnedAsync(400);

        // What is as good seems better in one log of forty, at the usual confidence.
        var reply = await replica.StepAsync(PolicySteps.Promote, new EvaluateRequest { StoreId = "main", Slot = "home", Epsilon = 1, Confidence = 0.9999 });

        reply.Refused.ShouldBeTrue();
        reply.Judged!.Logged.ShouldNotBeNull();
        (await replica.Definitions.ListAsync(new DefinitionQuery { StoreId = "main", Kind = DefinitionKinds.Policies }, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Promote_OtherFeatures_IsRefused()
    {
        await using var replica = await LearnedAsync(2);

        (await Should.ThrowAsync<ProblemException>(() => replica.StepAsync(PolicySteps.Promote, Greedy with { Dimensions = 32 }))).Problem.Status.ShouldBe(422);
    }

    /// <summary>Tea pays .8 and ice .2, whoever asks; both are shown as often.</summary>
    private async Task<Replica> LearnedAsync(int decisions)
    {
        var replica = await Replica.StartAsync(_state, _time, options => options.Slots["home"] = new SlotSettings
        {
            Wait = Replica.Wait, Model = new ModelOptions { Dimensions = 8 }, Exploration = new ExplorationOptions { Epsilon = 1 },
        });
        var random = new Random(7);
        for (var i = 0; i < decisions; i++)
        {
            var decided = (await replica.DecideAsync(items: ["tea", "ice"])).Decisions[0];
            if (random.NextDouble() < (decided.Selected == "tea" ? 0.8 : 0.2))
            {
                await replica.RewardAsync(decided.DecisionId, 1, "e", _time.Now);
            }
        }

        for (var look = 0; look < 2; look++)
        {
            _time.Now += Replica.Wait;
            await replica.LookAsync();
        }

        return replica;
    }

    private static async Task<double[]> ProbabilitiesAsync(Replica replica)
    {
        var ranking = (await replica.DecideAsync(items: ["tea", "ice"])).Decisions[0].Ranking.ToDictionary(item => item.Id, item => item.Probability);
        return [ranking["tea"], ranking["ice"]];
    }
}
