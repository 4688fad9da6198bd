using System.Buffers;
using System.Text.Json;
using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Api.Rewards;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Serving;

internal static class DecisionEndpoints
{
    public static void MapDecisionEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DecisionsRoutes.Personalize, async (HttpContext http, DecisionService decisions) => await decisions.DecideAsync(await ReadAsync(http), http.RequestAborted));
        routes.MapPost(DecisionsRoutes.Reward, (RewardRequest request, RewardBook rewards, CancellationToken cancellationToken) => rewards.RewardAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Activate, (ActivateRequest request, RewardBook rewards, CancellationToken cancellationToken) => rewards.ActivateAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Evaluate, (EvaluateRequest request, PolicyJudge judge, CancellationToken cancellationToken) => judge.JudgeAsync(request, cancellationToken));
    }

    /// <summary>The body as a whole first: read piece by piece, its thousands of features would each be looked at twice.</summary>
    /// <exception cref="BadHttpRequestException">It is no such request.</exception>
    private static async Task<DecideRequest> ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return JsonSerializer.Deserialize(read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray(), DecisionsJson.Default.DecideRequest)
                    ?? throw new JsonException("The request is null.");
            }
            catch (JsonException exception)
            {
                throw new BadHttpRequestException(exception.Message, exception);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }
}
