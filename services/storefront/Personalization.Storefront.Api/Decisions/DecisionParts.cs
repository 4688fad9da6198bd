using Microsoft.Extensions.Options;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>Asks decisions in its budget, and not at all while it is away.</summary>
internal sealed class DecisionParts(IDecisionsPort decisions, IOptions<BudgetOptions> options, TimeProvider time)
{
    private readonly BudgetedPart _part = new(options.Value, time);

    public bool IsAway => _part.IsAway;

    /// <summary>Decisions answered a call that went another way: it is there.</summary>
    public void Answered() => _part.Answered();

    /// <summary>Null when decisions was away, or not in time.</summary>
    public Task<DecideReply?> DecideAsync(DecideRequest request, CancellationToken cancellationToken) =>
        _part.TryAsync(options.Value.Decision, always: false, token => decisions.DecideAsync(request, token), cancellationToken);

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken) => decisions.RewardAsync(request, cancellationToken);

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken) => decisions.ActivateAsync(request, cancellationToken);

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) => decisions.EvaluateAsync(request, cancellationToken);
}
