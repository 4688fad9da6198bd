using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Policies;

internal static class PolicyEndpoints
{
    public static void MapPolicyEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost(DecisionsRoutes.Policy, (PolicyCommand command, PolicyGate gate, CancellationToken cancellationToken) => gate.StepAsync(command, cancellationToken));
}
