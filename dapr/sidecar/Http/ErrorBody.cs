namespace Personalization.Sidecar.Http;

/// <summary>daprd's error body.</summary>
internal sealed record ErrorBody(string ErrorCode, string Message);
