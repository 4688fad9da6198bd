using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.Http;

/// <summary>What daprd has and this sidecar has not: 501, never silence.</summary>
internal static class Unimplemented
{
    public static ApiHandler Handler(string what) => _ => throw new DaprApiException(
        StatusCodes.Status501NotImplemented, ErrorCodes.Unimplemented, $"{what} are not implemented by this development sidecar; use daprd");
}
