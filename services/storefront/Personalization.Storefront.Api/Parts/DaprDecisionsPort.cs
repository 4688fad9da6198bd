using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Contracts.Packing;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Decisions by service invocation.</summary>
internal sealed class DaprDecisionsPort(IOptions<BudgetOptions> budgets) : IDecisionsPort
{
    private static readonly MediaTypeHeaderValue PackedType = new(PackedRequest.MediaType);

    private readonly InvokedService _decisions = new(AppIds.Decisions, budgets.Value.Call);

    public Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken) =>
        _decisions.PostBytesAsync(DecisionsRoutes.PersonalizePacked, PackedRequest.Write(request), PackedType, DecisionsJson.Default.DecideReply, cancellationToken);

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.Reward, request, DecisionsJson.Default.RewardRequest, DecisionsJson.Default.RewardReply, cancellationToken);

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.Activate, request, DecisionsJson.Default.ActivateRequest, DecisionsJson.Default.RewardReply, cancellationToken);

    public Task<DefinitionList> ListDefinitionsAsync(DefinitionQuery query, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.ListDefinitions, query, DecisionsJson.Default.DefinitionQuery, DecisionsJson.Default.DefinitionList, cancellationToken);

    public Task<DefinitionVersion?> FindDefinitionAsync(DefinitionQuery query, CancellationToken cancellationToken) =>
        _decisions.PostFindAsync(DecisionsRoutes.FindDefinition, query, DecisionsJson.Default.DefinitionQuery, DecisionsJson.Default.DefinitionVersion, cancellationToken);

    public Task<DefinitionList?> ReadHistoryAsync(DefinitionQuery query, CancellationToken cancellationToken) =>
        _decisions.PostFindAsync(DecisionsRoutes.DefinitionHistory, query, DecisionsJson.Default.DefinitionQuery, DecisionsJson.Default.DefinitionList, cancellationToken);

    public Task<DefinitionReply> ChangeDefinitionAsync(DefinitionChange change, CancellationToken cancellationToken) =>
        _decisions.PostExplainedAsync(DecisionsRoutes.ChangeDefinition, change, DecisionsJson.Default.DefinitionChange, DecisionsJson.Default.DefinitionReply, cancellationToken);

    public Task<DefinitionReply> ValidateDefinitionAsync(DefinitionChange change, CancellationToken cancellationToken) =>
        _decisions.PostExplainedAsync(DecisionsRoutes.ValidateDefinition, change, DecisionsJson.Default.DefinitionChange, DecisionsJson.Default.DefinitionReply, cancellationToken);

    public Task<ContentReply> ContentAsync(ContentRequest request, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.Content, request, DecisionsJson.Default.ContentRequest, DecisionsJson.Default.ContentReply, cancellationToken);

    public Task<ContentResults> ReadContentResultsAsync(DefinitionQuery query, CancellationToken cancellationToken) =>
        _decisions.PostAsync(DecisionsRoutes.ContentResults, query, DecisionsJson.Default.DefinitionQuery, DecisionsJson.Default.ContentResults, cancellationToken);

    public Task<PolicyReply> StepPolicyAsync(PolicyCommand command, CancellationToken cancellationToken) =>
        _decisions.PostExplainedAsync(DecisionsRoutes.Policy, command, DecisionsJson.Default.PolicyCommand, DecisionsJson.Default.PolicyReply, cancellationToken);

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) =>
        _decisions.PostExplainedAsync(DecisionsRoutes.Evaluate, request, DecisionsJson.Default.EvaluateRequest, DecisionsJson.Default.EvaluateReply, cancellationToken);
}
