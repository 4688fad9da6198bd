using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Access;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>
/// `rank`, `events/{id}/reward` and `events/{id}/activate` of the retired Azure AI Personalizer, under its paths and with its shapes and errors, so that its
/// published clients go on working. One decision an event; its slot is <see cref="PersonalizeBody.DefaultSlot"/>.
/// </summary>
internal static class AzurePersonalizerEndpoints
{
    /// <summary>Of every path here.</summary>
    public const string Prefix = "/personalizer";

    private const string BadArgument = "BadArgument";

    /// <summary>Told in one message.</summary>
    private const int MostFields = 10;

    /// <summary>The versions whose paths are answered.</summary>
    private static readonly string[] Versions = ["v1.0", "v1.1-preview.3"];

    public static void MapAzurePersonalizer(this IEndpointRouteBuilder routes)
    {
        foreach (var version in Versions)
        {
            var group = routes.MapGroup($"{Prefix}/{version}").AddEndpointFilter(ErrorsAsync);
            group.MapPost("/rank", RankAsync).Needs(Scopes.ReadCatalog);
            group.MapPost("/events/{id}/reward", RewardAsync).Needs(Scopes.WriteEvents);
            group.MapPost("/events/{id}/activate", ActivateAsync).Needs(Scopes.WriteEvents);
        }
    }

    private static async Task<IResult> RankAsync(HttpContext context, DecisionParts decisions, CatalogueCopy catalogue, Ids ids)
    {
        var faults = new Faults();
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var body = AzureRankBody.Read(document.RootElement, faults);
        if (body is null || faults.Any)
        {
            return Refuse(faults);
        }

        var eventId = body.EventId ?? ids.Next();
        var reply = await decisions.DecideAsync(
            new DecideRequest
            {
                StoreId = StoreId.Main.Value,
                RequestId = eventId,
                Digest = body.Digest,
                Deferred = body.Deferred,
                Context = body.Context,
                Slots = [new DecideSlot { Name = PersonalizeBody.DefaultSlot, Items = body.Offered }],
            },
            () => Task.FromResult(FactSheet.Write(null, body.Offered.Select(item => item.Id), new Dictionary<string, JsonElement>(), catalogue.Of(StoreId.Main).Find, null)),
            context.RequestAborted);
        return reply is { Conflict: true }
            ? Error(StatusCodes.Status409Conflict, "DuplicateEventId", "eventId was used for another rank request; send a new one.")
            : Ranked(body, eventId, reply?.Decisions is [var decided] ? decided : null);
    }

    private static async Task<IResult> RewardAsync(HttpContext context, DecisionParts decisions, Ids ids, TimeProvider time)
    {
        var faults = new Faults();
        var id = context.PathId(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var now = time.GetUtcNow();
        var body = RewardBody.Read(document.RootElement, now, faults);
        if (id is null || body is null || faults.Any)
        {
            return Refuse(faults);
        }

        await decisions.RewardAsync(
            new RewardRequest { StoreId = StoreId.Main.Value, DecisionId = id, Value = body.Value, EventId = ids.Next(), At = now, MayBeEarly = true },
            context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ActivateAsync(HttpContext context, DecisionParts decisions)
    {
        var faults = new Faults();
        if (context.PathId(faults) is not { } id)
        {
            return Refuse(faults);
        }

        var reply = await decisions.ActivateAsync(new ActivateRequest(StoreId.Main.Value, id), context.RequestAborted);
        return reply.State == RewardStates.Unknown ? Error(StatusCodes.Status404NotFound, "EventNotFound", "eventId names no rank call that is kept.") : TypedResults.NoContent();
    }

    /// <summary>Every action with its probability, excluded ones with none; without decisions the first action, as the service did when it was an apprentice.</summary>
    private static IResult Ranked(AzureRankBody body, string eventId, DecidedSlot? decided)
    {
        var probabilities = decided?.Ranking.ToDictionary(item => item.Id, item => item.Probability, StringComparer.Ordinal) ?? [];
        return Write(StatusCodes.Status201Created, json =>
        {
            json.WriteStartArray("ranking");
            foreach (var action in body.Actions)
            {
                json.WriteStartObject();
                json.WriteString("id", action);
                json.WriteNumber("probability", decided is null ? (action == body.Offered[0].Id ? 1 : 0) : probabilities.GetValueOrDefault(action));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("eventId", eventId);
            json.WriteString("rewardActionId", decided?.Selected ?? body.Offered[0].Id);
        });
    }

    private static async ValueTask<object?> ErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        context.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            return await next(context);
        }
        catch (ProblemException refused)
        {
            return Error(refused.Problem.Status, BadArgument, Message(refused.Problem));
        }
        catch (PartAwayException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return Error(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", "Decisions are away and nothing was kept; send it again.");
        }
    }

    private static IResult Refuse(Faults faults) => Error(StatusCodes.Status400BadRequest, BadArgument, Message(faults.ToProblem()));

    /// <summary>All that is wrong in one text: these errors have no fields of their own.</summary>
    private static string Message(Problem problem) =>
        problem.Errors is { Count: > 1 } errors ? string.Join(' ', errors.Take(MostFields).Select(error => $"{error.Key} {error.Value[0]}.")) : problem.Detail;

    private static IResult Error(int status, string code, string message) => Write(status, json =>
    {
        json.WriteStartObject("error");
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    private static IResult Write(int status, Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return TypedResults.Text(bytes.ToArray(), "application/json; charset=utf-8", status);
    }
}
