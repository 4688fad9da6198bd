using System.Buffers;
using System.Text.Json;
using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Api.Rewards;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Contracts.Packing;

namespace Personalization.Decisions.Api.Serving;

internal static class DecisionEndpoints
{
    public static void MapDecisionEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DecisionsRoutes.Personalize, async (HttpContext http, DecisionService decisions) => await decisions.DecideAsync(await ReadAsync(http, ReadJson), http.RequestAborted));
        routes.MapPost(DecisionsRoutes.PersonalizePacked, async (HttpContext http, DecisionService decisions) => await decisions.DecideAsync(await ReadAsync(http, PackedRequest.Read), http.RequestAborted));
        routes.MapPost(DecisionsRoutes.Reward, (RewardRequest request, RewardBook rewards, CancellationToken cancellationToken) => rewards.RewardAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Activate, (ActivateRequest request, RewardBook rewards, CancellationToken cancellationToken) => rewards.ActivateAsync(request, cancellationToken));
        routes.MapPost(DecisionsRoutes.Evaluate, (EvaluateRequest request, PolicyJudge judge, CancellationToken cancellationToken) => judge.JudgeAsync(request, cancellationToken));
    }

    /// <summary>The body as a whole first: read piece by piece, its thousands of features would each be looked at twice.</summary>
    /// <exception cref="BadHttpRequestException">It is no such request.</exception>
    private static async Task<DecideRequest> ReadAsync(HttpContext http, Func<ReadOnlyMemory<byte>, DecideRequest> read)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var part = await reader.ReadAsync(http.RequestAborted);
            if (!part.IsCompleted)
            {
                reader.AdvanceTo(part.Buffer.Start, part.Buffer.End);
                continue;
            }

            // A copy of its own: packed features are read where they stand, until the call is logged.
            ReadOnlyMemory<byte> body = part.Buffer.ToArray();
            reader.AdvanceTo(part.Buffer.End);
            try
            {
                return read(body);
            }
            catch (Exception fault) when (fault is JsonException or FormatException)
            {
                throw new BadHttpRequestException(fault.Message, fault);
            }
        }
    }

    private static DecideRequest ReadJson(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, DecisionsJson.Default.DecideRequest) ?? throw new JsonException("The request is null.");
}
