using System.Net;
using System.Net.Sockets;
using System.Text;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Invocation;

/// <summary>An HTTP app on a port of this machine.</summary>
internal sealed class AppChannel : IAppChannel
{
    /// <summary>The header of Dapr's tokens, both ways.</summary>
    public const string TokenHeader = "dapr-api-token";

    /// <summary>Paths go on byte by byte: no decoding, no folding of dots.</summary>
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly AppOptions _options;
    private readonly HttpMessageInvoker? _client;
    private readonly string _base = "";
    private readonly SemaphoreSlim? _slots;

    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(5);

    /// <param name="options">Where the app is and how it is spoken to.</param>
    /// <param name="connectTimeout">An app that accepts no connection for so long is unreachable; null: 5 s.</param>
    public AppChannel(AppOptions options, TimeSpan? connectTimeout = null)
    {
        _options = options;
        if (options.AppPort is not { } port)
        {
            return;
        }

        _base = new UriBuilder("http", options.AppChannelAddress, port).Uri.GetLeftPart(UriPartial.Authority);
        _slots = options.AppMaxConcurrency > 0 ? new SemaphoreSlim(options.AppMaxConcurrency) : null;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = connectTimeout ?? DefaultConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        });
    }

    public bool HasApp => _client is not null;

    public bool IsMultiplexed => _options.AppProtocol == AppProtocol.H2c;

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string pathAndQuery, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            throw new AppUnreachableException($"app '{_options.AppId}' has no port");
        }

        request.RequestUri = new Uri(_base + pathAndQuery, AsSent);
        request.Version = IsMultiplexed ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (_options.AppToken is { } token)
        {
            request.Headers.Remove(TokenHeader);
            request.Headers.TryAddWithoutValidation(TokenHeader, token);
        }

        if (_slots is not null)
        {
            await _slots.WaitAsync(cancellationToken);
        }

        try
        {
            return await _client.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (IsUnreachable(e, cancellationToken))
        {
            throw new AppUnreachableException(e.Message, e);
        }
        finally
        {
            _slots?.Release();
        }
    }

    public Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken) => IsMultiplexed
        ? SendAsync(request, path, cancellationToken)
        : throw new AppUnreachableException($"app '{_options.AppId}' is spoken to over HTTP/1.1; a gRPC call needs --app-protocol grpc or h2c");

    public async Task<AppResponse> SendAsync(
        HttpMethod method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string>? headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, (Uri?)null);
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
        }

        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await SendAsync(request, pathAndQuery, cancellationToken);
        try
        {
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new AppResponse((int)response.StatusCode, Headers(response), answer);
        }
        catch (Exception e) when (IsUnreachable(e, cancellationToken))
        {
            throw new AppUnreachableException(e.Message, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _slots?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A connection that timed out is reported as a cancellation that nobody asked for.</summary>
    private static bool IsUnreachable(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or SocketException or IOException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        return headers;
    }
}
