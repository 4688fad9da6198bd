using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Reaches the decisions service. Every member throws <see cref="PartAwayException"/> without an answer.</summary>
internal interface IDecisionsPort
{
    Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken);

    Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken);

    Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken);

    Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken);
}
