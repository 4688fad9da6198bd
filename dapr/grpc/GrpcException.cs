namespace Personalization.Grpc;

/// <summary>A call that did not end with OK: thrown by a client's calls, and by a server's handlers to refuse.</summary>
internal sealed class GrpcException(GrpcStatus status, Exception? inner = null)
    : Exception($"{status.Code}: {status.Message}", inner)
{
    public GrpcException(GrpcStatusCode code, string message, Exception? inner = null)
        : this(new GrpcStatus(code, message), inner)
    {
    }

    public GrpcStatus Status { get; } = status;

    public GrpcStatusCode Code => Status.Code;

    /// <summary>Trailers of the answer, on the client's side; names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Trailers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
