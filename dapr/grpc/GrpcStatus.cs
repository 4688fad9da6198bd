namespace Personalization.Grpc;

/// <summary>The end of a call: trailers <c>grpc-status</c> and <c>grpc-message</c>.</summary>
/// <param name="Code">Zero when the call succeeded.</param>
/// <param name="Message">For a person; empty when there is nothing to say.</param>
/// <param name="Details">A serialized <c>google.rpc.Status</c> for <c>grpc-status-details-bin</c>; null: none.</param>
internal readonly record struct GrpcStatus(GrpcStatusCode Code, string Message = "", ReadOnlyMemory<byte>? Details = null)
{
    public static GrpcStatus Ok { get; } = new(GrpcStatusCode.Ok);
}
