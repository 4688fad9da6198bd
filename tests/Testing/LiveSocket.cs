using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.Testing;

/// <summary>A client of the hub, written from SignalR's JSON protocol: the official .NET client is not to be had here.</summary>
public sealed class LiveSocket : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _read = new();
    private readonly StringBuilder _rest = new();
    private int _calls;

    /// <param name="site">The storefront's public address.</param>
    /// <param name="origin">Of the page, where it is a browser's.</param>
    /// <param name="token">Where tokens are asked for.</param>
    /// <exception cref="WebSocketException">It was refused.</exception>
    public static async Task<LiveSocket> OpenAsync(Uri site, string? origin = null, string? token = null)
    {
        var live = new LiveSocket();
        if (origin is not null)
        {
            live._socket.Options.SetRequestHeader("Origin", origin);
        }

        using var limit = new CancellationTokenSource(Deadline);
        await live._socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = "/hubs/live", Query = token is null ? "" : "access_token=" + token }.Uri, limit.Token);
        await live.SendAsync("""{"protocol":"json","version":1}""");
        var answer = await live.ReadAsync();
        return answer == "{}" ? live : throw new InvalidOperationException($"The handshake was answered {answer}.");
    }

    /// <summary>The error of the answer; null when it was taken.</summary>
    public async Task<string?> SubscribeAsync(string subscription)
    {
        var call = $"{++_calls}";
        await SendAsync($$"""{"type":1,"invocationId":"{{call}}","target":"Subscribe","arguments":[{{subscription}}]}""");
        while (true)
        {
            var message = JsonNode.Parse(await ReadAsync())!;
            if ((string?)message["invocationId"] == call)
            {
                return (string?)message["error"];
            }
        }
    }

    /// <summary>The version of the next `preferencesChanged`.</summary>
    public async Task<string> ChangeAsync()
    {
        while (true)
        {
            var message = JsonNode.Parse(await ReadAsync())!;
            if ((string?)message["target"] == "preferencesChanged")
            {
                return (string)message["arguments"]![0]!["version"]!;
            }
        }
    }

    /// <summary>Returns when the server has ended the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while (true)
            {
                await ReadAsync();
            }
        }
        catch (Exception closed) when (closed is JsonException or WebSocketException)
        {
            // It did.
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task<string> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Deadline);
        var buffer = new byte[4096];
        while (_read.Count == 0)
        {
            var received = await _socket.ReceiveAsync(buffer, limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new JsonException("The server closed the socket.");
            }

            _rest.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            var parts = _rest.ToString().Split(End);
            foreach (var message in parts[..^1])
            {
                _read.Enqueue(message);
            }

            _rest.Clear().Append(parts[^1]);
        }

        return _read.Dequeue();
    }
}
