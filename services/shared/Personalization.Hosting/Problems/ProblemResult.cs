using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Personalization.Abstractions.Problems;

namespace Personalization.Hosting.Problems;

/// <summary>Answers with `application/problem+json`.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="retryAfter">Of 429 and 503: seconds after which a repeat makes sense.</param>
public sealed class ProblemResult(Problem problem, int? retryAfter = null) : IResult, IStatusCodeHttpResult
{
    /// <summary>Quotes and letters as they are: problems are read by people, and never served as anything but JSON.</summary>
    private static readonly ProblemJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public const string ContentType = "application/problem+json";

    public int? StatusCode => problem.Status;

    public Problem Problem => problem;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (retryAfter is { } seconds)
        {
            response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(problem, Readable.Problem);
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
