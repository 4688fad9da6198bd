namespace Personalization.Sidecar.Api;

/// <summary>
/// A refusal or failure that the caller of the Dapr API sees. Building blocks throw it; a face (HTTP now, gRPC later) renders it,
/// over HTTP as <c>{"errorCode": ..., "message": ...}</c> with <see cref="HttpStatus"/>.
/// </summary>
internal sealed class DaprApiException(int httpStatus, string errorCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The HTTP status daprd answers in this case.</summary>
    public int HttpStatus { get; } = httpStatus;

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string ErrorCode { get; } = errorCode;
}
