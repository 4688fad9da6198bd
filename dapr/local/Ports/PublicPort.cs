using System.Net;
using System.Net.Sockets;

namespace Personalization.Local.Ports;

/// <summary>The one port that is promised to the outside: taken means an error, never another port.</summary>
internal static class PublicPort
{
    private static readonly TimeSpan PatienceAfterACrash = TimeSpan.FromSeconds(5);

    /// <summary>Returns the port, or a free one for 0. After a launcher that was killed it waits a moment for the children of that one to go.</summary>
    /// <exception cref="LauncherException">Somebody else listens there.</exception>
    public static async Task<int> ClaimAsync(int port, bool previousRunWasCutShort, TimeProvider clock, CancellationToken cancellation)
    {
        if (port == 0)
        {
            return AnyFree();
        }

        var patience = previousRunWasCutShort ? PatienceAfterACrash : TimeSpan.Zero;
        var begun = clock.GetTimestamp();
        while (!PortBook.IsFree(port))
        {
            if (clock.GetElapsedTime(begun) >= patience)
            {
                throw new LauncherException($"Port {port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port N (0: any free one).");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation).ConfigureAwait(false);
        }

        return port;
    }

    private static int AnyFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
