using Personalization.Grpc;
using Personalization.Sidecar.Actors;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.Secrets;

namespace Personalization.Sidecar.Grpc;

/// <summary>daprd's gRPC status for what it answers with an error code over HTTP.</summary>
internal static class GrpcErrors
{
    private const int TooLarge = 413;

    public static GrpcStatus StatusOf(DaprApiException refusal) => new(CodeOf(refusal), refusal.Message);

    private static GrpcStatusCode CodeOf(DaprApiException refusal) => refusal.ErrorCode switch
    {
        // Where the HTTP status alone would mislead.
        ErrorCodes.StateStoreNotConfigured => GrpcStatusCode.FailedPrecondition,
        ErrorCodes.StateStoreNotSupported => GrpcStatusCode.Unimplemented,
        ErrorCodes.StateSave or ErrorCodes.StateDelete when refusal.HttpStatus == StatusCodes.Status409Conflict => GrpcStatusCode.Aborted,
        PubSubErrorCodes.NotConfigured => GrpcStatusCode.FailedPrecondition,
        PubSubErrorCodes.NotFound or PubSubErrorCodes.TopicEmpty or PubSubErrorCodes.EnvelopeMalformed => GrpcStatusCode.InvalidArgument,
        SecretErrorCodes.NotConfigured => GrpcStatusCode.FailedPrecondition,
        SecretErrorCodes.NotFound => GrpcStatusCode.InvalidArgument,
        ActorErrorCodes.InstanceMissing => GrpcStatusCode.Internal,
        ActorErrorCodes.StackDepth => GrpcStatusCode.ResourceExhausted,
        _ when refusal.ErrorCode.EndsWith("_NOT_CONFIGURED", StringComparison.Ordinal) => GrpcStatusCode.FailedPrecondition,
        _ => CodeOf(refusal.HttpStatus),
    };

    private static GrpcStatusCode CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => GrpcStatusCode.InvalidArgument,
        StatusCodes.Status401Unauthorized => GrpcStatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => GrpcStatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => GrpcStatusCode.NotFound,
        StatusCodes.Status409Conflict => GrpcStatusCode.AlreadyExists,
        TooLarge or StatusCodes.Status429TooManyRequests => GrpcStatusCode.ResourceExhausted,
        StatusCodes.Status501NotImplemented => GrpcStatusCode.Unimplemented,
        StatusCodes.Status503ServiceUnavailable => GrpcStatusCode.Unavailable,
        StatusCodes.Status504GatewayTimeout => GrpcStatusCode.DeadlineExceeded,
        _ => GrpcStatusCode.Internal,
    };
}
