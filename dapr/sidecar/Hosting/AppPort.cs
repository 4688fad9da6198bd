using System.Net.Sockets;

namespace Personalization.Sidecar.Hosting;

/// <summary>Whether an app listens.</summary>
internal static class AppPort
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Dials until a connection is accepted, however long that takes.</summary>
    public static async Task WaitUntilAcceptsAsync(string host, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await AcceptsAsync(host, port, cancellationToken))
            {
                return;
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>Dials once.</summary>
    public static async Task<bool> AcceptsAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
