using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Access;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Decisions;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Definitions;

/// <summary>
/// The admin routes that all kinds of definitions share: list, get, put with If-Match, delete, validate, history. A kind adds how its body is read. A body of the
/// wrong shape is 400; one that means nothing, or contradicts what stands, 422 with everything that is wrong.
/// </summary>
internal static class DefinitionEndpoints
{
    private const string History = "history", Validate = "validate";

    private const int MostHistory = 200;

    /// <summary>Reads a body, noting its faults; null when there are any.</summary>
    public delegate JsonElement? BodyReader(JsonElement body, Faults faults);

    public static void MapDefinitionEndpoints(this IEndpointRouteBuilder routes)
    {
        Map(routes, DefinitionKinds.Rules, RuleBody.Read);
        Map(routes, DefinitionKinds.Content, ContentBody.Read);
    }

    /// <summary>List, get and history of a kind that is changed in another way.</summary>
    public static void MapDefinitionReads(this IEndpointRouteBuilder routes, string kind)
    {
        routes.MapGet($"/v1/{kind}", (HttpContext context, IDecisionsPort decisions) => ListAsync(context, kind, decisions)).Needs(Scopes.ReadDecisions);
        routes.MapGet($"/v1/{kind}/{History}", (HttpContext context, IDecisionsPort decisions) => HistoryAsync(context, kind, false, decisions)).Needs(Scopes.ReadDecisions);
        routes.MapGet($"/v1/{kind}/{{id}}", (HttpContext context, IDecisionsPort decisions) => GetAsync(context, kind, decisions)).Needs(Scopes.ReadDecisions);
        routes.MapGet($"/v1/{kind}/{{id}}/{History}", (HttpContext context, IDecisionsPort decisions) => HistoryAsync(context, kind, true, decisions)).Needs(Scopes.ReadDecisions);
    }

    /// <summary>Who changes something, for its history.</summary>
    public static string By(HttpContext context) => context.Caller()?.Subject ?? "open door";

    private static void Map(IEndpointRouteBuilder routes, string kind, BodyReader read)
    {
        var group = routes.MapGroup("").AddEndpointFilter(RefuseReservedAsync);
        group.MapDefinitionReads(kind);
        group.MapPost($"/v1/{kind}/{Validate}", (HttpContext context, IDecisionsPort decisions, PersonalDecision calls) => ValidateAsync(context, kind, read, decisions, calls)).Needs(Scopes.ReadDecisions);
        group.MapPut($"/v1/{kind}/{{id}}", (HttpContext context, IDecisionsPort decisions) => PutAsync(context, kind, read, decisions)).Needs(Scopes.WriteDecisions);
        group.MapDelete($"/v1/{kind}/{{id}}", (HttpContext context, IDecisionsPort decisions) => DeleteAsync(context, kind, decisions)).Needs(Scopes.WriteDecisions);
    }

    /// <summary>The names of routes are no ids: what is no method of the route is none of a definition of that name either.</summary>
    private static ValueTask<object?> RefuseReservedAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.Request.RouteValues["id"] is not (History or Validate))
        {
            return next(context);
        }

        var allowed = (string)context.HttpContext.Request.RouteValues["id"]! == History ? "GET" : "POST";
        context.HttpContext.Response.Headers.Allow = allowed;
        return ValueTask.FromResult<object?>(new ProblemResult(Problem.OfField(StatusCodes.Status405MethodNotAllowed, "method", $"is not allowed here; use {allowed}")));
    }

    private static async Task<IResult> ListAsync(HttpContext context, string kind, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        return faults.Any ? Answers.Refuse(faults) : Json.Answer(await decisions.ListDefinitionsAsync(new DefinitionQuery { StoreId = store.Value, Kind = kind }, context.RequestAborted));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string kind, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        var version = new QueryFields(context.Request.Query, faults).Whole("version", 1, int.MaxValue);
        if (id is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var found = await decisions.FindDefinitionAsync(new DefinitionQuery { StoreId = store.Value, Kind = kind, Id = id, Version = version }, context.RequestAborted);
        return found is null ? NotFound(version is null ? "id" : "version") : Answer(context, found);
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, string kind, bool ofOne, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = ofOne ? context.PathId(faults) : null;
        var limit = new QueryFields(context.Request.Query, faults).Whole("limit", 1, MostHistory) ?? 50;
        if (faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var found = await decisions.ReadHistoryAsync(new DefinitionQuery { StoreId = store.Value, Kind = kind, Id = id, Limit = limit }, context.RequestAborted);
        return found is null ? NotFound("id") : Json.Answer(found);
    }

    private static async Task<IResult> PutAsync(HttpContext context, string kind, BodyReader read, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        var ifMatch = EntityTags.IfMatch(context.Request, faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var body = read(document.RootElement, faults);
        if (id is null || body is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var reply = await decisions.ChangeDefinitionAsync(Change(context, store, kind, id, ifMatch) with { Body = body }, context.RequestAborted);
        return reply.Errors.Count > 0 ? Refuse(reply.Errors)
            : reply.Conflict ? Conflict(context, reply.Current)
            : Answer(context, reply.Current!);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string kind, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        var ifMatch = EntityTags.IfMatch(context.Request, faults);
        if (id is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var reply = await decisions.ChangeDefinitionAsync(Change(context, store, kind, id, ifMatch), context.RequestAborted);
        return reply.Missing ? NotFound("id") : reply.Conflict ? Conflict(context, reply.Current) : TypedResults.NoContent();
    }

    private static async Task<IResult> ValidateAsync(HttpContext context, string kind, BodyReader read, IDecisionsPort decisions, PersonalDecision calls)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = new QueryFields(context.Request.Query, faults).Id("id");
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var body = read(document.RootElement, faults);
        var trial = ReadTrial(document.RootElement, faults);
        if (body is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        if (trial is not null)
        {
            context.RequireScope(Scopes.ReadProfiles);
        }

        var change = new DefinitionChange
        {
            StoreId = store.Value, Kind = kind, Id = id, Body = body, By = By(context), Trial = trial is null ? null : await calls.RehearseAsync(store, trial, context.RequestAborted),
        };
        var reply = await decisions.ValidateDefinitionAsync(change, context.RequestAborted);
        return Json.Answer(new ValidationAnswer(
            reply.Errors.Count == 0, reply.Errors, reply.Changes ?? [], reply is { Before: { } before, After: { } after } ? new TrialAnswer(before, after) : null));
    }

    /// <summary>A call as `/api/v1/personalize` takes it, under `try`.</summary>
    private static PersonalizeBody? ReadTrial(JsonElement body, Faults faults)
    {
        if (faults.Any || body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("try", out var trial) || trial.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var own = new Faults();
        var read = PersonalizeBody.Read(trial, own);
        foreach (var (path, whys) in own.ToErrors())
        {
            foreach (var why in whys)
            {
                faults.Add("try", path, why);
            }
        }

        return read;
    }

    private static DefinitionChange Change(HttpContext context, StoreId store, string kind, string id, string? ifMatch) => new()
    {
        StoreId = store.Value,
        Kind = kind,
        Id = id,
        By = By(context),
        Anyway = ifMatch == EntityTags.Any,

        // What is no number is no version of ours: it cannot stand.
        Expected = ifMatch is null or EntityTags.Any ? null : long.TryParse(ifMatch, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1,
    };

    private static IResult Answer(HttpContext context, DefinitionVersion version)
    {
        EntityTags.Set(context, version.Version.ToString(CultureInfo.InvariantCulture));
        return Json.Answer(version);
    }

    private static IResult Conflict(HttpContext context, DefinitionVersion? current)
    {
        if (current is not null)
        {
            EntityTags.Set(context, current.Version.ToString(CultureInfo.InvariantCulture));
        }

        return Answers.Conflict(HeaderNames.IfMatch, current is null ? "names a version, and there is none; leave it out to put the first" : "does not name the version that stands; read it, apply the change to it, and send its ETag");
    }

    private static ProblemResult NotFound(string field) => Answers.NotFound(field, "names none that is there; list them to see which are");

    private static ProblemResult Refuse(IReadOnlyDictionary<string, string[]> errors)
    {
        var (path, whys) = errors.First();
        return new ProblemResult(Problem.Of(422, errors.Count == 1 ? $"{path} {whys[0]}." : $"{errors.Count} things are not right; see errors.", errors));
    }
}
