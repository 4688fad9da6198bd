using Personalization.Abstractions.Identity;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>`POST /api/v1/personalize`, and what came of its decisions.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisionEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/personalize", PersonalizeAsync).Needs(Scopes.ReadCatalog);
        routes.MapPost("/v1/decisions/{id}/reward", RewardAsync).Needs(Scopes.WriteEvents);
        routes.MapPost("/v1/decisions/{id}/activate", ActivateAsync).Needs(Scopes.WriteEvents);
    }

    private static async Task<IResult> PersonalizeAsync(HttpContext context, PersonalDecision decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var key = context.IdempotencyKey(faults);
        var sent = await context.ReadJsonBytesAsync(CallBody.RequestLimit);
        var plain = PlainPersonalizeReader.Read(sent);
        using var document = plain is null ? CallBody.ParseJson(sent, faults) : null;
        var body = document is null ? plain : PersonalizeBody.Read(document.RootElement, faults);
        if (body is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        context.RequireScope(Scopes.ReadProfiles);
        context.RequireShopper(ShopperKind.Known, body.CustomerId, "customer_id");

        // A key too long to name decisions stays what it is: not a request id.
        body = body.RequestId is null && key is { Length: <= 120 } ? body with { RequestId = key } : body;
        var answers = await decisions.DecideAsync(store, body, context.RequestAborted);
        return answers is null ? Answers.Conflict("request_id", "was used for another request; send a new one, or the same request")
            : body.IsMany ? Json.Answer(new DecisionsAnswer(answers))
            : Json.Answer(answers[0]);
    }

    private static async Task<IResult> RewardAsync(HttpContext context, DecisionParts decisions, Ids ids, TimeProvider time)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var key = context.IdempotencyKey(faults);
        var id = context.PathId(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var now = time.GetUtcNow();
        var body = RewardBody.Read(document.RootElement, now, faults);
        if (body is null || id is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var reply = await decisions.RewardAsync(
            new RewardRequest { StoreId = store.Value, DecisionId = id, Value = body.Value, EventId = body.EventId ?? key ?? ids.Next(), At = body.At ?? now },
            context.RequestAborted);
        return Answer(reply);
    }

    private static async Task<IResult> ActivateAsync(HttpContext context, DecisionParts decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        if (id is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        return Answer(await decisions.ActivateAsync(new ActivateRequest(store.Value, id), context.RequestAborted));
    }

    private static IResult Answer(RewardReply reply) => reply.State switch
    {
        RewardStates.Unknown => Answers.NotFound("id", "names no decision that is kept; send the decision_id of a call to /api/v1/personalize"),
        RewardStates.Full => Answers.Refused("id", "has as many rewards as one decision keeps; send one reward for each thing that happened"),
        _ => Json.Answer(new RewardAnswer(Accepted: true, reply.Duplicate, Durable: true, reply.State)),
    };
}
