using Personalization.Abstractions.Problems;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Http;

/// <summary>The refusals that all endpoints share.</summary>
internal static class Answers
{
    private const int RetryAfterSeconds = 1;

    public static ProblemResult Refuse(Faults faults) => new(faults.ToProblem());

    public static ProblemResult NotFound(string field, string why) => new(Problem.OfField(404, field, why));

    public static ProblemResult Refused(string field, string why) => new(Problem.OfField(422, field, why));

    public static ProblemResult Conflict(string field, string why) => new(Problem.OfField(409, field, why));

    public static ProblemResult Away(string part, int? retryAfter = null) =>
        new(AwayProblem(part), retryAfter ?? RetryAfterSeconds);

    public static Problem AwayProblem(string part) =>
        Problem.OfField(503, "service", $"'{part}' is away and nothing was kept; send the request again after Retry-After seconds");

    /// <summary>What became of a call that a part did not answer.</summary>
    public static Problem AwayProblem(PartAwayException away) => away.IsBusy
        ? Problem.OfField(503, "service", $"'{away.Part}' has more calls waiting than it can answer in time and nothing was kept; send the request again after Retry-After seconds")
        : AwayProblem(away.Part);

    /// <summary>Ends requests that met an absent part with 503, wherever it was.</summary>
    public static async ValueTask<object?> AwayFilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (PartAwayException away)
        {
            return new ProblemResult(AwayProblem(away), RetryAfterSeconds);
        }
    }
}
