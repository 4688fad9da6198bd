using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Storefront.Tests.Support;

/// <summary>Bytes over a socket, for requests that no client library lets one send.</summary>
internal static class RawHttp
{
    /// <summary>The status of the answer; 0 when the server closed without one.</summary>
    public static async Task<int> StatusAsync(int port, byte[] request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(request, limit.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync(limit.Token);
        return line is null ? 0 : int.Parse(line.Split(' ')[1]);
    }

    /// <summary>The same for a request whose last part never comes.</summary>
    public static async Task<int> StatusOfUnfinishedAsync(int port, string head, string drop, TimeSpan every)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), limit.Token);
        var line = ReadLineAsync(stream, limit.Token);
        while (await Task.WhenAny(line, Task.Delay(every, limit.Token)) != line)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(drop), limit.Token);
        }

        return await line is { } text ? int.Parse(text.Split(' ')[1]) : 0;

        static async Task<string?> ReadLineAsync(NetworkStream stream, CancellationToken cancellationToken)
        {
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            return await reader.ReadLineAsync(cancellationToken);
        }
    }

    public static Task<int> StatusAsync(int port, string request) => StatusAsync(port, Encoding.Latin1.GetBytes(request));
}
