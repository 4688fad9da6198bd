using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Reaches the decisions service. Every member throws <see cref="PartAwayException"/> without an answer.</summary>
internal interface IDecisionsPort
{
    Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken);

    Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken);

    Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken);

    Task<DefinitionList> ListDefinitionsAsync(DefinitionQuery query, CancellationToken cancellationToken);

    /// <summary>Null where there is none.</summary>
    Task<DefinitionVersion?> FindDefinitionAsync(DefinitionQuery query, CancellationToken cancellationToken);

    /// <summary>Null where there never was one.</summary>
    Task<DefinitionList?> ReadHistoryAsync(DefinitionQuery query, CancellationToken cancellationToken);

    Task<DefinitionReply> ChangeDefinitionAsync(DefinitionChange change, CancellationToken cancellationToken);

    /// <summary>Changes nothing.</summary>
    Task<DefinitionReply> ValidateDefinitionAsync(DefinitionChange change, CancellationToken cancellationToken);

    Task<ContentReply> ContentAsync(ContentRequest request, CancellationToken cancellationToken);

    Task<ContentResults> ReadContentResultsAsync(DefinitionQuery query, CancellationToken cancellationToken);

    Task<PolicyReply> StepPolicyAsync(PolicyCommand command, CancellationToken cancellationToken);

    Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken);
}
