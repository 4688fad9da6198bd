using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Dapr.Client;

namespace Dapr.Actors.Wire;

/// <summary>The sidecar's actor API over HTTP. Failures are <see cref="DaprApiException"/> with the sidecar's error code.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The invoker does not own its handler, so there is nothing to dispose.")]
internal sealed class ActorSidecar
{
    private static readonly MediaTypeHeaderValue Json = new(ActorWire.JsonContentType);

    /// <summary>The limit that an <see cref="HttpClient"/> has unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);

    private readonly HttpMessageInvoker _invoker;
    private readonly string _root;
    private readonly string? _apiToken;
    private readonly TimeSpan? _timeout;

    public ActorSidecar(HttpMessageHandler? handler, string? endpoint, string? apiToken, TimeSpan? timeout)
    {
        _invoker = new HttpMessageInvoker(handler ?? SidecarConnections.Shared, disposeHandler: false);
        _root = (endpoint ?? DaprDefaults.GetDefaultHttpEndpoint()).TrimEnd('/') + "/v1.0/actors/";
        _apiToken = string.IsNullOrWhiteSpace(apiToken) ? null : apiToken;
        _timeout = timeout;
    }

    /// <summary>Calls a method. The caller disposes the answer, whose body is not buffered.</summary>
    public Task<HttpResponseMessage> InvokeAsync(string actorType, string actorId, string method, ReadOnlyMemory<byte>? json, bool typed, CancellationToken cancellationToken)
    {
        var request = Create(HttpMethod.Put, Path(actorType, actorId, "method", method), json);
        if (ActorReentrancyContextAccessor.ReentrancyContext is { } reentrancyId)
        {
            request.Headers.TryAddWithoutValidation(ActorWire.ReentrancyHeader, reentrancyId);
        }

        if (typed)
        {
            request.Headers.TryAddWithoutValidation(ActorWire.TypedCallHeader, "1");
        }

        return SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> GetStateAsync(string actorType, string actorId, string key, CancellationToken cancellationToken) =>
        SendAsync(Create(HttpMethod.Get, Path(actorType, actorId, "state", key), null), cancellationToken);

    public Task SaveStateAsync(string actorType, string actorId, ReadOnlyMemory<byte> operations, CancellationToken cancellationToken) =>
        SendAndForgetBodyAsync(Create(HttpMethod.Put, Path(actorType, actorId, "state", null), operations), cancellationToken);

    public Task RegisterAsync(string kind, string actorType, string actorId, string name, ReadOnlyMemory<byte> registration, CancellationToken cancellationToken) =>
        SendAndForgetBodyAsync(Create(HttpMethod.Put, Path(actorType, actorId, kind, name), registration), cancellationToken);

    public Task UnregisterAsync(string kind, string actorType, string actorId, string name, CancellationToken cancellationToken) =>
        SendAndForgetBodyAsync(Create(HttpMethod.Delete, Path(actorType, actorId, kind, name), null), cancellationToken);

    public Task<HttpResponseMessage> GetReminderAsync(string actorType, string actorId, string name, CancellationToken cancellationToken) =>
        SendAsync(Create(HttpMethod.Get, Path(actorType, actorId, "reminders", name), null), cancellationToken);

    private static async Task<DaprApiException> ReadFailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (SidecarError.Parse(body) is { } error)
        {
            return new DaprApiException(error.Message ?? string.Empty, error.ErrorCode, isTransient: false);
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return new DaprApiException("The requested resource/content/path does not exist on the server.", ActorWire.ErrorDoesNotExist, isTransient: false);
        }

        return new DaprApiException($"Server returned error while processing the request, but did not provide a meaningful error response. Response Error Code {(int)response.StatusCode}");
    }

    private string Path(string actorType, string actorId, string kind, string? name)
    {
        var path = new StringBuilder(_root, 256)
            .Append(Uri.EscapeDataString(actorType)).Append('/').Append(Uri.EscapeDataString(actorId)).Append('/').Append(kind);
        return name is null ? path.ToString() : path.Append('/').Append(Uri.EscapeDataString(name)).ToString();
    }

    private HttpRequestMessage Create(HttpMethod method, string uri, ReadOnlyMemory<byte>? json)
    {
        var request = new HttpRequestMessage(method, uri);
        if (json is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = Json;
        }

        if (_apiToken is not null)
        {
            request.Headers.TryAddWithoutValidation(WireNames.ApiTokenHeader, _apiToken);
        }

        return request;
    }

    private async Task SendAndForgetBodyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var _ = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = _timeout is { } timeout ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken) : null;
        limit?.CancelAfter(_timeout!.Value);
        HttpResponseMessage response;
        using (request)
        {
            try
            {
                response = await _invoker.SendAsync(request, limit?.Token ?? cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException canceled) when (limit is { IsCancellationRequested: true } && !cancellationToken.IsCancellationRequested)
            {
                throw new TaskCanceledException($"The request was canceled due to the configured request timeout of {_timeout} elapsing.", new TimeoutException(canceled.Message, canceled));
            }
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
                ? new AuthenticationException("Invalid client credentials")
                : await ReadFailureAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }
}
