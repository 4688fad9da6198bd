using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Personalization.Abstractions.Identity;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>`GET /api/v2/content/personalized`, which edges may keep where it names no shopper, and what came of a piece of content.</summary>
internal static class ContentEndpoints
{
    /// <summary>Where an edge has sorted shoppers into segments, it may say so here instead of in the query.</summary>
    private const string SegmentHeader = "X-Segment";

    private const string Vary = $"X-Store-Id, {SegmentHeader}, Authorization";

    private const int UsualItems = 20, MostItems = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    public static void MapContentEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/content/personalized", ReadAsync).Needs(Scopes.ReadCatalog);
        routes.MapGet("/v1/content/{id}/results", ResultsAsync).Needs(Scopes.ReadAnalytics);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, PersonalContent contents, TimeProvider time)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var query = new QueryFields(context.Request.Query, faults);
        var segment = query.Text("segment", ContentBody.LongestWord) ?? Header(context, faults);
        var user = query.Id("user_id");
        var request = new ContentRequest
        {
            StoreId = store.Value,
            Segment = segment,
            Type = query.Text("type", ContentBody.LongestWord),
            Limit = query.Whole("limit", 1, MostItems) ?? UsualItems,
            IncludeMetadata = query.Flag("include_metadata") ?? false,
        };
        if (faults.Any)
        {
            return Answers.Refuse(faults);
        }

        if (user is not null)
        {
            context.RequireScope(Scopes.ReadProfiles);
            context.RequireShopper(ShopperKind.Known, user, "user_id");
        }

        var (reply, degraded) = await contents.ReadAsync(store, request, user, context.RequestAborted);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ContentAnswer(reply?.Items ?? [], degraded ? true : null, degraded ? PersonalDecision.Unavailable : null), StorefrontJson.Default.ContentAnswer);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";
        var headers = context.Response.Headers;
        headers.Vary = Vary;
        headers.ETag = tag;
        headers.CacheControl = degraded ? "no-store" : user is null ? $"public, max-age={Seconds(reply?.Until, time.GetUtcNow())}" : "private, no-cache";
        return Matches(context.Request.Headers.IfNoneMatch.ToString(), tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(body, "application/json");
    }

    private static async Task<IResult> ResultsAsync(HttpContext context, IDecisionsPort decisions)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        return id is null || faults.Any
            ? Answers.Refuse(faults)
            : Json.Answer(await decisions.ReadContentResultsAsync(new DefinitionQuery { StoreId = store.Value, Kind = DefinitionKinds.Content, Id = id }, context.RequestAborted));
    }

    private static string? Header(HttpContext context, Faults faults)
    {
        var values = context.Request.Headers[SegmentHeader];
        if (values.Count == 0)
        {
            return null;
        }

        var fault = values.Count > 1 ? "is given twice; send it once" : TextLength.Fault(values[0] ?? "", ContentBody.LongestWord);
        if (fault is not null)
        {
            faults.Add("", SegmentHeader, fault);
        }

        return fault is null ? values[0] : null;
    }

    /// <summary>No longer than the next schedule allows.</summary>
    private static string Seconds(DateTimeOffset? until, DateTimeOffset now)
    {
        var left = until is { } end && end - now < Fresh ? end - now : Fresh;
        return ((int)Math.Max(0, Math.Floor(left.TotalSeconds))).ToString(CultureInfo.InvariantCulture);
    }

    private static bool Matches(string ifNoneMatch, string tag) =>
        ifNoneMatch == "*" || (EntityTagHeaderValue.TryParseList([ifNoneMatch], out var tags) && tags.Any(known => known.Tag == tag));
}
