using System.Globalization;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Access;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Definitions;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>Policies of slots: judged by the log, promoted only where it says they are better, ramped, rolled back; each step stands in the history.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicyEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapDefinitionReads(DefinitionKinds.Policies);
        routes.MapPost("/v1/policies/{id}/evaluate", EvaluateAsync).Needs(Scopes.ReadAnalytics);
        routes.MapPost("/v1/policies/{id}/promote", PromoteAsync).Needs(Scopes.WriteDecisions);
        routes.MapPost("/v1/policies/{id}/ramp", RampAsync).Needs(Scopes.WriteDecisions);
        routes.MapPost("/v1/policies/{id}/rollback", RollbackAsync).Needs(Scopes.WriteDecisions);
    }

    private static async Task<IResult> EvaluateAsync(HttpContext context, DecisionParts decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var slot = context.PathId(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var request = EvaluateBody.Read(document.RootElement, store, slot ?? "", faults);
        return request is null || faults.Any ? Answers.Refuse(faults) : Json.Answer(await decisions.EvaluateAsync(request, context.RequestAborted));
    }

    private static async Task<IResult> PromoteAsync(HttpContext context, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var slot = context.PathId(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var candidate = EvaluateBody.Read(document.RootElement, store, slot ?? "", faults);
        var percent = PercentBody.Read(document.RootElement, otherwise: 100, faults);
        return candidate is null || slot is null || faults.Any
            ? Answers.Refuse(faults)
            : Answer(context, await decisions.StepPolicyAsync(Command(context, store, slot, PolicySteps.Promote) with { Candidate = candidate, Percent = percent }, context.RequestAborted));
    }

    private static async Task<IResult> RampAsync(HttpContext context, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var slot = context.PathId(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var percent = PercentBody.Read(document.RootElement, otherwise: null, faults);
        return slot is null || faults.Any
            ? Answers.Refuse(faults)
            : Answer(context, await decisions.StepPolicyAsync(Command(context, store, slot, PolicySteps.Ramp) with { Percent = percent }, context.RequestAborted));
    }

    private static async Task<IResult> RollbackAsync(HttpContext context, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var slot = context.PathId(faults);
        return slot is null || faults.Any
            ? Answers.Refuse(faults)
            : Answer(context, await decisions.StepPolicyAsync(Command(context, store, slot, PolicySteps.Rollback), context.RequestAborted));
    }

    private static PolicyCommand Command(HttpContext context, StoreId store, string slot, string step) =>
        new() { StoreId = store.Value, Slot = slot, Step = step, By = DefinitionEndpoints.By(context) };

    private static IResult Answer(HttpContext context, PolicyReply reply)
    {
        if (reply.Missing)
        {
            return Answers.NotFound("id", "names no slot in which anything was promoted; promote first");
        }

        if (reply.Conflict)
        {
            return Answers.Conflict("id", "names a slot whose policy somebody else changed at the same time; read it and decide again");
        }

        if (reply.Refused && reply.Judged is { } judged)
        {
            return new ProblemResult(Problem.Of(422, "The log does not say that the candidate is better than what is in force; see errors.", Numbers(judged)));
        }

        if (reply.Current is null)
        {
            return TypedResults.NoContent();
        }

        EntityTags.Set(context, reply.Current.Version.ToString(CultureInfo.InvariantCulture));
        return Json.Answer(reply.Current);
    }

    /// <summary>What the gate looked at.</summary>
    private static Dictionary<string, string[]> Numbers(EvaluateReply judged)
    {
        var errors = new Dictionary<string, string[]>
        {
            ["gain"] = [judged.Gain is { } gain ? $"{Interval(gain)} has a lower end that is not above 0; explore more, wait for more decisions, or judge another candidate" : $"is not known: {judged.Warning}"],
            ["decisions"] = [string.Create(CultureInfo.InvariantCulture, $"{judged.Decisions}, which count as {judged.EffectiveSampleSize:0.#} for the candidate")],
        };
        if (judged.Logged is { } logged)
        {
            errors["logged"] = [Interval(logged)];
        }

        if (judged.DoublyRobust is { } robust)
        {
            errors["doubly_robust"] = [Interval(robust)];
        }

        return errors;
    }

    private static string Interval(EstimateReply estimate) => string.Create(CultureInfo.InvariantCulture, $"{estimate.Value:0.######} [{estimate.Low:0.######}, {estimate.High:0.######}]");
}
