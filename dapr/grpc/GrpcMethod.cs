using Google.Protobuf;

namespace Personalization.Grpc;

/// <summary>One method of a service, for both sides.</summary>
/// <param name="Service">With its package, e.g. <c>dapr.proto.runtime.v1.Dapr</c>.</param>
/// <param name="Name">e.g. <c>GetState</c>.</param>
internal sealed record GrpcMethod<TRequest, TResponse>(
    string Service,
    string Name,
    MessageParser<TRequest> Request,
    MessageParser<TResponse> Response)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>The path of a call.</summary>
    public string Path { get; } = $"/{Service}/{Name}";
}
