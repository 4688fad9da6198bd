using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Http;

/// <summary>A JSON body within a limit. What is wrong with it ends the request with its problem.</summary>
internal static class CallBody
{
    /// <summary>Of one request.</summary>
    public const int RequestLimit = 1024 * 1024;

    /// <summary>Of one batch.</summary>
    public const int BatchLimit = 10 * 1024 * 1024;

    /// <summary>Callers that send first and read then must get to read the 413: up to here their bytes are taken and dropped.</summary>
    public const long DrainLimit = 64 * 1024 * 1024;

    /// <summary>The document stays valid until it is disposed; elements of it are handed on meanwhile.</summary>
    public static async Task<JsonDocument> ReadJsonAsync(this HttpContext context, int limit, Faults faults) => ParseJson(await context.ReadJsonBytesAsync(limit), faults);

    /// <summary>The bytes of a JSON body; whether they are JSON, reading them says.</summary>
    public static Task<ReadOnlyMemory<byte>> ReadJsonBytesAsync(this HttpContext context, int limit)
    {
        RequireJson(context.Request);
        return ReadAsync(context, limit);
    }

    /// <summary>The document of a body; it stays valid until it is disposed.</summary>
    public static JsonDocument ParseJson(ReadOnlyMemory<byte> bytes, Faults faults) =>
        JsonBody.TryParse(bytes, faults, out var document) ? document : throw new ProblemException(faults.ToProblem());

    private static void RequireJson(HttpRequest request)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        var json = type?.MediaType is { } media
            && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        if (!json || type!.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(Problem.OfField(415, "Content-Type", "is not understood; send application/json in UTF-8"));
        }

        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw new ProblemException(Problem.OfField(415, "Content-Encoding", "is not understood here; send the body uncompressed"));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int limit)
    {
        var reader = context.Request.BodyReader;
        var declared = context.Request.ContentLength;
        if (declared > DrainLimit)
        {
            context.Response.Headers.Connection = "close";
            throw TooBig(limit);
        }

        if (declared > limit)
        {
            await DrainAsync(context, limit);
        }

        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                await DrainAsync(context, limit);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Always ends in the 413.</summary>
    private static async Task DrainAsync(HttpContext context, int limit)
    {
        var reader = context.Request.BodyReader;
        for (long dropped = 0; dropped < DrainLimit;)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            dropped += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                throw TooBig(limit);
            }
        }

        context.Response.Headers.Connection = "close";
        throw TooBig(limit);
    }

    private static ProblemException TooBig(int limit) =>
        new(Problem.OfField(413, JsonBody.Field, $"is larger than {limit} bytes; send less at a time"));
}
