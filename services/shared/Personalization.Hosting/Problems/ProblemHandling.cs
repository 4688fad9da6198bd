using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Problems;

namespace Personalization.Hosting.Problems;

/// <summary>The one place where exceptions and bare statuses become problems.</summary>
public static partial class ProblemHandling
{
    /// <summary>Answers exceptions and empty error answers of everything behind it with problem+json.</summary>
    public static void UseProblems(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Personalization.Hosting.Problems");
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The caller is gone: nobody reads an answer. 499 is what proxies count this as.
                if (!context.Response.HasStarted)
                {
                    context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                }

                return;
            }
            catch (Exception exception) when (!context.Response.HasStarted)
            {
                context.Response.Clear();
                await From(exception, logger).ExecuteAsync(context);
                return;
            }

            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await Bare(context).ExecuteAsync(context);
            }
        });
    }

    private static ProblemResult From(Exception exception, ILogger logger)
    {
        switch (exception)
        {
            case ProblemException expected:
                return new ProblemResult(expected.Problem, expected.RetryAfter);
            case BadHttpRequestException bad:
                return new ProblemResult(Problem.OfField(bad.StatusCode, "body", bad.StatusCode switch
                {
                    StatusCodes.Status413PayloadTooLarge => "is larger than this server takes; send less at a time",
                    StatusCodes.Status408RequestTimeout => "arrived too slowly; send it again over a better connection",
                    _ => "could not be read to its end; send the whole request",
                }));
            default:
                LogUnhandled(logger, exception);
                return new ProblemResult(Problem.Of(StatusCodes.Status500InternalServerError, "The server failed; the fault is recorded."));
        }
    }

    private static ProblemResult Bare(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new ProblemResult(Problem.OfField(404, "path", "names nothing here; see /openapi/v1.json for what there is")),
        StatusCodes.Status405MethodNotAllowed => new ProblemResult(Problem.OfField(405, "method", $"is not allowed here; use {context.Response.Headers.Allow}")),
        StatusCodes.Status415UnsupportedMediaType => new ProblemResult(Problem.OfField(415, "Content-Type", "is not understood; send application/json")),
        var status => new ProblemResult(Problem.Of(status, "The request was not answered.")),
    };

    [LoggerMessage(EventId = 9001, Level = LogLevel.Error, Message = "A request failed with an unexpected exception")]
    private static partial void LogUnhandled(ILogger logger, Exception exception);
}
