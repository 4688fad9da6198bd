using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Decisions by service invocation.</summary>
internal sealed class DaprDecisionsPort(IOptions<BudgetOptions> budgets) : IDecisionsPort
{
    private readonly InvokedService _decisions = new(AppIds.Decisions, budgets.Value.Call);

    public Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.Personalize, request, DecisionsJson.Default.DecideRequest, DecisionsJson.Default.DecideReply, cancellationToken);

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.Reward, request, DecisionsJson.Default.RewardRequest, DecisionsJson.Default.RewardReply, cancellationToken);

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.Activate, request, DecisionsJson.Default.ActivateRequest, DecisionsJson.Default.RewardReply, cancellationToken);

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) =>
        _decisions.PostExplainedAsync(DecisionsRoutes.Evaluate, request, DecisionsJson.Default.EvaluateRequest, DecisionsJson.Default.EvaluateReply, cancellationToken);
}
