using System.Text;

namespace Personalization.Load.Client;

/// <summary>Requests as bytes.</summary>
public static class Requests
{
    public static byte[] Get(string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    public static byte[] Json(string method, string path, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>The same request again and again.</summary>
    public static NextRequest Same(byte[] request) => _ => request;

    /// <summary>The requests in turn, for ever.</summary>
    public static NextRequest Cycle(IReadOnlyList<byte[]> requests)
    {
        var place = 0;
        return _ => requests[place++ % requests.Count];
    }
}
