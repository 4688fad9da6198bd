using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;

namespace Dapr.Client;

/// <summary>
/// The client on the sidecar's HTTP API. Building blocks are called without a time limit of their own (callers pass a token), invocations and
/// health checks through an <see cref="HttpClient"/> with one.
/// </summary>
internal partial class DaprHttpClient : DaprClient
{
    private readonly Uri _endpoint;
    private readonly string? _apiToken;
    private readonly HttpClient _invocations;
    private readonly HttpMessageInvoker _buildingBlocks;
    private readonly string _userAgent = UserAgent().ToString();

    public DaprHttpClient(Uri endpoint, string? apiToken, JsonSerializerOptions json, TimeSpan timeout, HttpMessageHandler handler)
    {
        _endpoint = endpoint;
        _apiToken = string.IsNullOrWhiteSpace(apiToken) ? null : apiToken;
        JsonSerializerOptions = json;
        _buildingBlocks = new HttpMessageInvoker(handler, disposeHandler: false);
        _invocations = new HttpClient(handler);
        _invocations.DefaultRequestHeaders.UserAgent.Add(UserAgent());
        if (timeout > TimeSpan.Zero)
        {
            _invocations.Timeout = timeout;
        }
    }

    public override JsonSerializerOptions JsonSerializerOptions { get; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _buildingBlocks.Dispose();
            _invocations.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async Task<DaprApiException> ReadFailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var error = SidecarError.Parse(body);
        var message = error?.Message ?? (body.Length == 0 ? $"The sidecar answered {(int)response.StatusCode}." : body);
        return new DaprApiException(message, error?.ErrorCode, response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests);
    }

    private HttpRequestMessage CreateRequest(HttpMethod method, SidecarPath path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(_endpoint, path.ToString())) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        if (_apiToken is not null)
        {
            request.Headers.TryAddWithoutValidation(WireNames.ApiTokenHeader, _apiToken);
        }

        return request;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, SidecarPath path, HttpContent? content, string failure, CancellationToken cancellationToken) =>
        SendAsync(CreateRequest(method, path, content), failure, accept: null, cancellationToken);

    /// <summary>Sends and turns every failure into one <see cref="DaprException"/> whose inner exception says what happened.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string failure, Func<HttpStatusCode, bool>? accept, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        DaprApiException details;
        try
        {
            using (request)
            {
                response = await _buildingBlocks.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }

            if (response.IsSuccessStatusCode || accept?.Invoke(response.StatusCode) == true)
            {
                return response;
            }

            details = await ReadFailureAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException broken)
        {
            response?.Dispose();
            throw new DaprException(failure, broken);
        }

        response.Dispose();
        throw new DaprException(failure, details);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, Func<Stream, ValueTask<T>> read, string failure, CancellationToken cancellationToken)
    {
        try
        {
            return await ResponseBody.ReadAsync(response, read, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException broken)
        {
            throw new DaprException(failure, broken);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpResponseMessage response, string failure, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException broken)
        {
            throw new DaprException(failure, broken);
        }
    }

    private static Task<JsonDocument> ReadDocumentAsync(HttpResponseMessage response, string failure, CancellationToken cancellationToken) =>
        ReadAsync(response, async stream => await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false), failure, cancellationToken);

    private HttpContent JsonBody(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonSerializerOptions.Encoder }))
        {
            write(writer);
        }

        return Bytes(buffer.WrittenMemory, MediaTypeNames.Application.Json);
    }

    private static ReadOnlyMemoryContent Bytes(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        writer.WriteStartObject("metadata");
        foreach (var (key, value) in metadata)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
