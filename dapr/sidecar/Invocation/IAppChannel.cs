namespace Personalization.Sidecar.Invocation;

/// <summary>
/// The way to one app. Adds the app's <c>dapr-api-token</c>, keeps connections pooled, honours <c>app-max-concurrency</c>.
/// Applies no resiliency: the caller does.
/// </summary>
internal interface IAppChannel : IAsyncDisposable
{
    /// <summary>False when the app has no port: then every send fails with <see cref="AppUnreachableException"/>.</summary>
    bool HasApp { get; }

    /// <summary>The app is spoken to over HTTP/2.</summary>
    bool IsMultiplexed => false;

    /// <summary>Events come to the app without their envelope: what the envelope does not say of their origin has to be beside it.</summary>
    bool WantsTopics => false;

    /// <summary>
    /// Sends and returns as soon as the answer's headers are there; the body streams. <paramref name="request"/> carries a relative
    /// address that begins with a slash, or none when <paramref name="pathAndQuery"/> is set by the overload below.
    /// </summary>
    /// <exception cref="AppUnreachableException">No connection, or the connection broke before an answer: the transport failures that built-in retries are for.</exception>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string pathAndQuery, CancellationToken cancellationToken);

    /// <summary>Sends and reads the whole answer.</summary>
    /// <param name="headers">Request headers, content headers included; may be null.</param>
    /// <param name="body">Null for no body; its <c>content-type</c> comes from <paramref name="headers"/>.</param>
    /// <exception cref="AppUnreachableException">As above, or the answer broke off.</exception>
    Task<AppResponse> SendAsync(
        HttpMethod method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string>? headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken);

    /// <summary>Passes on a gRPC call whose frames the sidecar does not look into. Returns with the answer's headers; the body streams.</summary>
    /// <exception cref="AppUnreachableException">As above, or the app is spoken to over HTTP/1.1, which has no gRPC.</exception>
    Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken) =>
        throw new AppUnreachableException("the app is spoken to over HTTP/1.1; a gRPC call needs --app-protocol grpc or h2c");

    /// <summary>Hands over an input binding's event and reads the whole answer. Over HTTP it is a POST, and the answer names no bindings.</summary>
    /// <param name="name">The component's name, by which an app over gRPC knows it.</param>
    /// <param name="path">Where an app over HTTP takes it.</param>
    /// <param name="headers">As above.</param>
    /// <param name="data">The event.</param>
    /// <exception cref="AppUnreachableException">As above.</exception>
    async Task<BindingEventAnswer> GiveAsync(
        string name, string path, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        new(await SendAsync(HttpMethod.Post, path, headers, data, cancellationToken), [], InParallel: false);
}
