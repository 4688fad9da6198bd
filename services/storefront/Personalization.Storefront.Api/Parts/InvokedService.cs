using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapr.Client;
using Personalization.Hosting.Problems;

namespace Personalization.Storefront.Api.Parts;

/// <summary>One other service, by Dapr's service invocation. Whatever is no answer of it is a <see cref="PartAwayException"/>.</summary>
internal sealed class InvokedService
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly string _appId;
    private readonly HttpClient _client;

    public InvokedService(string appId, TimeSpan timeout)
    {
        _appId = appId;

        // Of all the SDK's clients this one does not look for the sidecar's token itself.
        _client = DaprClient.CreateInvokeHttpClient(appId, daprApiToken: Environment.GetEnvironmentVariable("DAPR_API_TOKEN"));
        _client.Timeout = timeout;
    }

    public Task<TReply> PostAsync<TRequest, TReply>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken) =>
        PostBytesAsync(method, JsonSerializer.SerializeToUtf8Bytes(request, requestType), Json, replyType, cancellationToken);

    /// <summary>The same for a request that is bytes already.</summary>
    public async Task<TReply> PostBytesAsync<TReply>(
        string method, ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue contentType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = contentType;
        using var response = await SendAsync(HttpMethod.Post, method, content, cancellationToken);
        return await ReadAsync(response, replyType, cancellationToken);
    }

    /// <summary>The same where the answer is read from its bytes.</summary>
    /// <param name="method">Route.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="requestType">Of it.</param>
    /// <param name="read">Reads the bytes, which are its own to keep; throws <see cref="JsonException"/> for what is no answer.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<TReply> PostAsync<TRequest, TReply>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, Func<ReadOnlyMemory<byte>, TReply> read, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        content.Headers.ContentType = Json;
        using var response = await SendAsync(HttpMethod.Post, method, content, cancellationToken);
        Require(response);
        return await GuardAsync(async () => read(await response.Content.ReadAsByteArrayAsync(cancellationToken)), cancellationToken);
    }

    /// <summary>The same where a refusal that the service explains is the caller's to read.</summary>
    public async Task<TReply> PostExplainedAsync<TRequest, TReply>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        content.Headers.ContentType = Json;
        using var response = await SendAsync(HttpMethod.Post, method, content, cancellationToken);
        await RequireOrExplainAsync(response, cancellationToken);
        return await ReadAsync(response, replyType, cancellationToken);
    }

    /// <summary>The same for a question that may have no answer: null then.</summary>
    public async Task<TReply?> PostFindAsync<TRequest, TReply>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
        where TReply : class
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        content.Headers.ContentType = Json;
        using var response = await SendAsync(HttpMethod.Post, method, content, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, replyType, cancellationToken);
    }

    public async Task<TReply?> GetAsync<TReply>(string method, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
        where TReply : class
    {
        using var response = await SendAsync(HttpMethod.Get, method, null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, replyType, cancellationToken);
    }

    public async Task<byte[]?> GetBytesAsync(string method, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, method, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        Require(response);
        return await GuardAsync(() => response.Content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);
    }

    public async Task SendBytesAsync(HttpMethod verb, string method, ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue contentType, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = contentType;
        using var response = await SendAsync(verb, method, content, cancellationToken);
        await RequireOrExplainAsync(response, cancellationToken);
    }

    public async Task<TReply> PostEmptyAsync<TReply>(string method, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, method, null, cancellationToken);
        await RequireOrExplainAsync(response, cancellationToken);
        return await ReadAsync(response, replyType, cancellationToken);
    }

    /// <summary>The same where 404 means that there is nothing to do it to: null.</summary>
    public async Task<TReply?> TryPostEmptyAsync<TReply>(string method, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
        where TReply : class
    {
        using var response = await SendAsync(HttpMethod.Post, method, null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, replyType, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod verb, string method, HttpContent? content, CancellationToken cancellationToken) =>
        GuardAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(verb, $"http://{_appId}/{method}") { Content = content };
                return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            },
            cancellationToken);

    private async Task<TReply> ReadAsync<TReply>(HttpResponseMessage response, JsonTypeInfo<TReply> type, CancellationToken cancellationToken)
    {
        Require(response);
        return await GuardAsync(
            async () =>
            {
                var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The answer is null.");
            },
            cancellationToken);
    }

    /// <summary>A failure is an absent part, whatever its status.</summary>
    private void Require(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new PartAwayException(_appId, new HttpRequestException($"{_appId} answered {(int)response.StatusCode}.", null, response.StatusCode));
        }
    }

    /// <summary>Where a caller's own data is handed on, a refusal that the service explains is the caller's to read.</summary>
    private async Task RequireOrExplainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
            && response.Content.Headers.ContentType?.MediaType == ProblemResult.ContentType)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (JsonSerializer.Deserialize(body, ProblemJson.Default.Problem) is { } problem)
            {
                throw new ProblemException(problem);
            }
        }

        Require(response);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PartAwayException(_appId, exception);
        }
    }
}
