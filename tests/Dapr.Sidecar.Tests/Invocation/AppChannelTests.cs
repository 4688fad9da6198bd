using System.Net;
using System.Net.Sockets;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Tests.Invocation;

public sealed class AppChannelTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("h2c")]
    public async Task Send_AppThatTakesNoConnectionInTime_IsUnreachable(string protocol)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var crowd = new Crowd(listener.LocalEndPoint!);
        await using var channel = new AppChannel(
            new AppOptions
            {
                AppId = "app",
                AppPort = ((IPEndPoint)listener.LocalEndPoint!).Port,
                AppProtocol = protocol == "h2c" ? AppProtocol.H2c : AppProtocol.Http,
            },
            connectTimeout: TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<AppUnreachableException>(
            () => channel.SendAsync(HttpMethod.Get, "/", null, null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <summary>Connections that fill the queue of a listener that accepts none: the kernel then lets the next ones wait.</summary>
    private sealed class Crowd : IDisposable
    {
        private const int More = 8;

        private readonly List<Socket> _sockets = [];

        public Crowd(EndPoint listener)
        {
            for (var i = 0; i < More; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _sockets.Add(socket);
                try
                {
                    socket.Connect(listener);
                }
                catch (SocketException)
                {
                    // Under way: it does not matter whether it gets through.
                }
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
