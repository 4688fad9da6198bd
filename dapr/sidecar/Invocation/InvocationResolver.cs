using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Invocation;

/// <summary>Name resolution among the apps of this process.</summary>
internal sealed class InvocationResolver(SidecarRegistry registry)
{
    private const int Failed = 500;

    /// <exception cref="DaprApiException">500 for an unknown app, 501 for an address outside.</exception>
    public AppRuntime Resolve(string appId)
    {
        if (registry.TryGet(appId, out var app))
        {
            return app;
        }

        if (appId.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || appId.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw new DaprApiException(501, ErrorCodes.Unimplemented, "invoking an address outside of Dapr is not implemented by this development sidecar; use daprd");
        }

        var dot = appId.LastIndexOf('.');
        if (dot > 0 && registry.TryGet(appId[..dot], out app) && (app.Options.Namespace ?? "default") == appId[(dot + 1)..])
        {
            return app;
        }

        throw Failure(appId, $"couldn't find service: {appId}");
    }

    /// <summary>daprd's answer to a call that got none.</summary>
    public static DaprApiException Failure(string appId, string reason, Exception? inner = null) =>
        new(Failed, ErrorCodes.DirectInvoke, $"failed to invoke, id: {appId}, err: {reason}", inner);
}
