using System.Collections.Frozen;

namespace Personalization.Sidecar.Invocation;

/// <summary>Headers of service invocation.</summary>
internal static class InvocationHeaders
{
    /// <summary>Names the target on any path; removed before the call goes on.</summary>
    public const string AppId = "dapr-app-id";

    public const string CallerAppId = "dapr-caller-app-id";
    public const string CallerNamespace = "dapr-caller-namespace";
    public const string CalleeAppId = "dapr-callee-app-id";
    public const string ForwardedFor = "X-Forwarded-For";
    public const string ForwardedHost = "X-Forwarded-Host";
    public const string Forwarded = "Forwarded";

    private static readonly FrozenSet<string> HopByHop = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> NotForwarded = HopByHop.Concat(
    [
        "Host", "Content-Length", "Expect", "traceparent", AppId, AppChannel.TokenHeader, CallerAppId, CallerNamespace, CalleeAppId,
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an answer's header goes on to the caller.</summary>
    public static bool IsReturned(string name) => !HopByHop.Contains(name);

    /// <summary>Whether a request's header goes on to the app; those the sidecar itself sets do not.</summary>
    public static bool IsForwarded(string name) => !NotForwarded.Contains(name);
}
