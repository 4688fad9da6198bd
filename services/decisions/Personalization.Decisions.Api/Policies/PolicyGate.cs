using System.Text.Json;
using Personalization.Abstractions.Problems;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Api.Policies;

/// <summary>
/// Promotes, ramps and rolls back what explores in a slot (R5.2). A candidate passes only when the log says that it is better, by the lower end of the interval
/// of its gain. Each step is a version of the slot's policy: who, when, and by which numbers.
/// </summary>
internal sealed class PolicyGate(DefinitionStore definitions, PolicyJudge judge, PolicyKind policies)
{
    public async Task<PolicyReply> StepAsync(PolicyCommand command, CancellationToken cancellationToken)
    {
        var query = new DefinitionQuery { StoreId = command.StoreId, Kind = DefinitionKinds.Policies, Id = command.Slot };
        var standing = await definitions.FindAsync(query, cancellationToken);
        var policy = standing?.Definition?.Deserialize(DecisionsJson.Default.PolicyDefinition);
        if (command.Step == PolicySteps.Promote)
        {
            return await PromoteAsync(command, standing, policy, cancellationToken);
        }

        if (policy is null)
        {
            return new PolicyReply { Missing = true };
        }

        return command.Step == PolicySteps.Ramp
            ? await PutAsync(command, standing, policy with { Percent = command.Percent, Step = PolicySteps.Ramp }, null, cancellationToken)
            : await PutAsync(command, standing, policy.Before is { } before ? before with { Step = PolicySteps.Rollback, Before = null } : null, null, cancellationToken);
    }

    private async Task<PolicyReply> PromoteAsync(PolicyCommand command, DefinitionVersion? standing, PolicyDefinition? policy, CancellationToken cancellationToken)
    {
        var candidate = command.Candidate ?? throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "candidate", "is missing; say what to promote"));
        if (candidate.Dimensions is not null || candidate.Features is not null || candidate.Ridge is not null)
        {
            throw new ProblemException(Problem.OfField(
                StatusCodes.Status422UnprocessableEntity, "dimensions", "stands, or features or ridge does: they change what the model learns, which starts anew by configuration; promote algorithm, epsilon and alpha"));
        }

        var judged = await judge.JudgeAsync(candidate with { StoreId = command.StoreId, Slot = command.Slot }, cancellationToken);
        if (!judged.Promotable)
        {
            return new PolicyReply { Judged = judged, Refused = true };
        }

        var now = policies.Of(command.StoreId, command.Slot).Settings.Exploration;
        var promoted = new PolicyDefinition
        {
            Algorithm = candidate.Algorithm ?? now.Algorithm,
            Epsilon = candidate.Epsilon ?? now.Epsilon,
            Alpha = candidate.Alpha ?? now.Alpha,
            Percent = command.Percent,
            Step = PolicySteps.Promote,
            Judged = judged,

            // What was only ramped was never wholly in force: behind it stands what was.
            Before = policy is null || policy.Percent >= 100 ? policy is null ? null : policy with { Before = null } : policy.Before,
        };
        return await PutAsync(command, standing, promoted, judged, cancellationToken);
    }

    private async Task<PolicyReply> PutAsync(PolicyCommand command, DefinitionVersion? standing, PolicyDefinition? policy, EvaluateReply? judged, CancellationToken cancellationToken)
    {
        var reply = await definitions.ChangeAsync(
            new DefinitionChange
            {
                StoreId = command.StoreId,
                Kind = DefinitionKinds.Policies,
                Id = command.Slot,
                Body = policy is null ? null : JsonSerializer.SerializeToElement(policy, DecisionsJson.Default.PolicyDefinition),
                Expected = standing?.Version ?? 0,
                By = command.By,
            },
            cancellationToken);
        return reply.Errors.Count > 0
            ? throw new ProblemException(Problem.Of(StatusCodes.Status400BadRequest, "The policy is not right; see errors.", reply.Errors))
            : new PolicyReply { Current = reply.Current is { Deleted: true } ? null : reply.Current, Judged = judged, Conflict = reply.Conflict, Missing = reply.Missing };
    }
}
