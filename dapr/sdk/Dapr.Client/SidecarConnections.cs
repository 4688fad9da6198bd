namespace Dapr.Client;

/// <summary>The connection pool that the clients of one process share.</summary>
internal static class SidecarConnections
{
    /// <summary>Opens as many connections as there are calls at a time; a sidecar that was restarted is found again by name within the lifetime.</summary>
    public static SocketsHttpHandler Shared { get; } = Create();

    public static SocketsHttpHandler Create() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        UseCookies = false,
    };
}
