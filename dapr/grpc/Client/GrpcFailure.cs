using System.Net.Http;

namespace Personalization.Grpc.Client;

/// <summary>The status of what went wrong below gRPC.</summary>
internal static class GrpcFailure
{
    // Error codes of HTTP/2 (RFC 9113, section 7), and what gRPC makes of them.
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xb;
    private const long InadequateSecurity = 0xc;

    /// <returns>What to throw instead; null when the exception is already what the caller has to see.</returns>
    public static Exception? Of(Exception exception, GrpcLimit limit)
    {
        if (exception is GrpcException)
        {
            return null;
        }

        if (limit.Caller.IsCancellationRequested)
        {
            return exception is OperationCanceledException ? null : new OperationCanceledException("the call was given up", exception, limit.Caller);
        }

        if (limit.IsDeadlineOver)
        {
            return new GrpcException(GrpcStatusCode.DeadlineExceeded, "deadline exceeded", exception);
        }

        return exception switch
        {
            OperationCanceledException => null,
            HttpRequestException or IOException => new GrpcException(CodeOf(exception), exception.InnerException?.Message is { } inner && inner != exception.Message ? $"{exception.Message} {inner}" : exception.Message, exception),
            _ => null,
        };
    }

    private static GrpcStatusCode CodeOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException protocol)
            {
                return protocol.ErrorCode switch
                {
                    RefusedStream => GrpcStatusCode.Unavailable,
                    Cancel => GrpcStatusCode.Cancelled,
                    EnhanceYourCalm => GrpcStatusCode.ResourceExhausted,
                    InadequateSecurity => GrpcStatusCode.PermissionDenied,
                    _ => GrpcStatusCode.Internal,
                };
            }
        }

        return GrpcStatusCode.Unavailable;
    }
}
