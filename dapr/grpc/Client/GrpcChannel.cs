using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Client;

/// <summary>
/// Calls the methods of one server over HTTP/2, without TLS for an <c>http</c> address. Opens another connection when the streams of the first are used up.
/// A failed call is a <see cref="GrpcException"/>, a call that its caller gave up an <see cref="OperationCanceledException"/>. Safe for use by many threads.
/// </summary>
internal sealed class GrpcChannel : IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new(GrpcNames.ContentType);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    private readonly GrpcChannelOptions _options;
    private readonly HttpMessageInvoker _invoker;

    public GrpcChannel(Uri address, GrpcChannelOptions? options = null)
    {
        Address = address;
        _options = options ?? new GrpcChannelOptions();
        _invoker = new HttpMessageInvoker(_options.Handler ?? CreateHandler(), disposeHandler: _options.Handler is null);
    }

    /// <summary>Scheme, host and port of the server.</summary>
    public Uri Address { get; }

    /// <summary>A connection pool as gRPC needs it.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = ConnectTimeout,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
    };

    /// <summary>One message there, one back.</summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var limit = new GrpcLimit(options?.Timeout, _options.Time, cancellationToken);
        try
        {
            using var message = Request(method, new ByteArrayContent(GrpcFrame.ToArray(request)), options);
            using var answer = await _invoker.SendAsync(message, limit.Token);
            var responses = await GrpcAnswer.OpenAsync(answer, _options.MaxMessageBytes, limit.Token);
            var response = await responses.ReadAsync(method.Response, limit.Token);
            if (response is null)
            {
                // The end of the stream was reached, and with it an OK: an answer is missing.
                throw new GrpcException(GrpcStatusCode.Internal, $"{method.Path} answered without a message");
            }

            return await responses.ReadAsync(method.Response, limit.Token) is null
                ? response
                : throw new GrpcException(GrpcStatusCode.Internal, $"{method.Path} answered with more than one message");
        }
        catch (Exception e) when (GrpcFailure.Of(e, limit) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>One message there, any number back. The call begins with the enumeration and ends with it.</summary>
    public async IAsyncEnumerable<TResponse> StreamAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        await using var call = Open(method, options, cancellationToken);
        await call.WriteAsync(request);
        await call.CompleteAsync();
        await foreach (var response in call.ReadAllAsync())
        {
            yield return response;
        }
    }

    /// <summary>Any number of messages both ways. The request is on its way when this returns; disposing the call ends it.</summary>
    public GrpcDuplexCall<TRequest, TResponse> Open<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var content = new GrpcRequestStream();
        var limit = new GrpcLimit(options?.Timeout, _options.Time, cancellationToken, alwaysOwn: true);
        var message = Request(method, content, options);
        return new GrpcDuplexCall<TRequest, TResponse>(method, content, message, _invoker.SendAsync(message, limit.Token), limit, _options.MaxMessageBytes);
    }

    /// <summary>A call whose frames the caller writes and reads. The answer is there with its headers; its body streams.</summary>
    /// <exception cref="HttpRequestException">No connection, or it broke before an answer.</exception>
    public Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        Prepare(request, path);
        return _invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();

    private HttpRequestMessage Request<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, HttpContent content, GrpcCallOptions? options)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        content.Headers.ContentType = ContentType;
        var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null) { Content = content };
        Prepare(request, method.Path);
        if (options is not null)
        {
            foreach (var (name, value) in options.Metadata)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            if (options.Timeout is { } timeout)
            {
                request.Headers.TryAddWithoutValidation(GrpcNames.Timeout, GrpcTimeout.Format(timeout));
            }
        }

        return request;
    }

    private void Prepare(HttpRequestMessage request, string path)
    {
        request.RequestUri = new Uri(Address, path);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in _options.Metadata)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
