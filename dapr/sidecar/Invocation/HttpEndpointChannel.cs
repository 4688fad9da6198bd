using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Personalization.Sidecar.Invocation;

/// <summary>The way to a server outside of Dapr. It gets the headers of its resource, and never the app's token.</summary>
internal sealed class HttpEndpointChannel : IAppChannel
{
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly string _base;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;
    private readonly HttpMessageInvoker _client;
    private readonly bool _ownsClient;

    public HttpEndpointChannel(Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, ClientTls? tls)
        : this(address, headers, CreateClient(tls), ownsClient: true)
    {
    }

    /// <summary>A channel of one call, on a client that many share.</summary>
    public HttpEndpointChannel(Uri address, HttpMessageInvoker client)
        : this(address, [], client, ownsClient: false)
    {
    }

    private HttpEndpointChannel(Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, HttpMessageInvoker client, bool ownsClient)
    {
        _base = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _headers = headers;
        _client = client;
        _ownsClient = ownsClient;
    }

    public bool HasApp => true;

    public static HttpMessageInvoker CreateClient(ClientTls? tls)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        tls?.Apply(handler.SslOptions);
        return new HttpMessageInvoker(handler);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string pathAndQuery, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(_base + pathAndQuery, AsSent);
        request.Version = HttpVersion.Version11;
        foreach (var (name, value) in _headers)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.Remove(name);
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        try
        {
            return await _client.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AppUnreachableException(e.Message, e);
        }
    }

    public Task<AppResponse> SendAsync(
        HttpMethod method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string>? headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken) => throw new NotSupportedException("A server outside of Dapr is invoked, and told nothing else.");

    public ValueTask DisposeAsync()
    {
        if (_ownsClient)
        {
            _client.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
