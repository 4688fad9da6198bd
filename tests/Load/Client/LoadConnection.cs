using System.Net;
using System.Net.Sockets;

namespace Personalization.Load.Client;

/// <summary>One kept-alive connection with at most one call under way.</summary>
internal sealed class LoadConnection : IDisposable
{
    private const int FirstBuffer = 16 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _received = new byte[FirstBuffer];
    private int _length;

    public LoadConnection(IPEndPoint server)
    {
        _socket.Connect(server);
        _socket.Blocking = false;
    }

    public SafeSocketHandle Handle => _socket.SafeHandle;

    /// <summary>What has arrived of the answer under way.</summary>
    public ReadOnlySpan<byte> Received => _received.AsSpan(0, _length);

    /// <summary>When the call under way fell due or was sent.</summary>
    public long Due { get; set; }

    /// <exception cref="SocketException">The connection broke.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        _length = 0;
        while (!request.IsEmpty)
        {
            var sent = _socket.Send(request, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                // Only a request larger than the socket's buffer gets here.
                _socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);
                continue;
            }

            request = error == SocketError.Success ? request[sent..] : throw new SocketException((int)error);
        }
    }

    /// <summary>Takes what has arrived.</summary>
    /// <returns>The status of the answer that is now whole; null: not yet.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    public int? Receive()
    {
        while (true)
        {
            if (_length == _received.Length)
            {
                Array.Resize(ref _received, _received.Length * 2);
            }

            var space = _received.AsSpan(_length);
            var count = _socket.Receive(space, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return null;
            }

            if (error != SocketError.Success || count == 0)
            {
                throw new SocketException((int)(error == SocketError.Success ? SocketError.ConnectionReset : error));
            }

            _length += count;
            if (AnswerReader.TryRead(_received.AsSpan(0, _length), out var status))
            {
                return status;
            }

            if (count < space.Length)
            {
                return null;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
