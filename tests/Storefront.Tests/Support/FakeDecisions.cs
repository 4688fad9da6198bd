using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Support;

/// <summary>Decisions in memory: the second item where there is one.</summary>
internal sealed class FakeDecisions : IDecisionsPort
{
    public bool Away { get; set; }

    public DecideRequest? LastRequest { get; private set; }

    public RewardRequest? LastReward { get; private set; }

    public string RewardState { get; set; } = RewardStates.Waiting;

    public bool Conflict { get; set; }

    public Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        Check();
        LastRequest = request.Rehearsal ? LastRequest : request;
        return Task.FromResult(new DecideReply { Conflict = Conflict, Decisions = Conflict ? [] : [.. request.Slots.Select((slot, index) => Decide(slot, $"{request.RequestId ?? "minted"}~{index}"))] });
    }

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken)
    {
        Check();
        LastReward = request;
        return Task.FromResult(new RewardReply(RewardState));
    }

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(new RewardReply(RewardState));
    }

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        Check();
        var estimate = new EstimateReply(0.5, 0.4, 0.6, 0.3, 0.7);
        return Task.FromResult(new EvaluateReply
        {
            Decisions = 1_000, EffectiveSampleSize = 400, MeanWeight = 1.01, Overlap = "enough", Logged = estimate, Ips = estimate, Gain = estimate with { BernsteinLow = null }, Promotable = true,
        });
    }

    private static DecidedSlot Decide(DecideSlot slot, string id) => new()
    {
        Slot = slot.Name,
        DecisionId = id,
        Selected = slot.Items[Math.Min(1, slot.Items.Count - 1)].Id,
        Propensity = 0.9,
        Confidence = 0.7,
        Reasons = ["weather=rain speaks for it (+0.2)"],
        Ranking = [.. slot.Items.Select((item, index) => new RankedItem(item.Id, 0.5 - (0.01 * index), index == 1 ? 0.9 : 0.1 / Math.Max(1, slot.Items.Count - 1)))],
        Policy = "epsilon_greedy",
    };

    private void Check()
    {
        if (Away)
        {
            throw new PartAwayException("decisions");
        }
    }
}
