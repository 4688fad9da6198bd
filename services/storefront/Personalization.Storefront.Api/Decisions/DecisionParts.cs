using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Api.Telemetry;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>Asks decisions in its budget, and not at all while it is away.</summary>
internal sealed class DecisionParts
{
    private readonly IDecisionsPort _decisions;
    private readonly StorefrontInstruments _instruments;
    private readonly BudgetedPart _part;
    private readonly TimeSpan _budget;

    public DecisionParts(IDecisionsPort decisions, StorefrontInstruments instruments, IOptions<BudgetOptions> options, TimeProvider time)
    {
        (_decisions, _instruments, _budget) = (decisions, instruments, options.Value.Decision);
        _part = new BudgetedPart(options.Value, time, waitedFor => instruments.Overran(AppIds.Decisions, waitedFor));
        instruments.Watch(AppIds.Decisions, () => !_part.IsAway);
    }

    public bool IsAway => _part.IsAway;

    /// <summary>Decisions answered a call that went another way: it is there.</summary>
    public void Answered() => _part.Answered();

    /// <summary>Null when decisions was away, or not in time.</summary>
    public async Task<DecideReply?> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        var reply = await _part.TryAsync(_budget, always: false, token => _decisions.DecideAsync(request, token), cancellationToken);
        if (reply is null)
        {
            _instruments.FellBack("decide", PersonalDecision.Unavailable);
        }

        return reply;
    }

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken) => _decisions.RewardAsync(request, cancellationToken);

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken) => _decisions.ActivateAsync(request, cancellationToken);

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) => _decisions.EvaluateAsync(request, cancellationToken);
}
