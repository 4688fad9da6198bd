using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Api.Rewards;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Serving;

internal static class DecisionEndpoints
{
    public static void MapDecisionEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DecisionsRoutes.Personalize, (DecideRequest request, DecisionService decisions, CancellationToken cancellationToken) => decisions.DecideAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Reward, (RewardRequest request, RewardBook rewards, CancellationToken cancellationToken) => rewards.RewardAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Activate, (ActivateRequest request, RewardBook rewards, CancellationToken cancellationToken) => rewards.ActivateAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Evaluate, (EvaluateRequest request, PolicyJudge judge, CancellationToken cancellationToken) => judge.JudgeAsync(request, cancellationToken));
    }
}
