using System.Globalization;
using System.Net;

namespace Personalization.Sidecar.Bindings.Http;

/// <summary><c>bindings.http</c>: calls one URL. A metadata name with a capital first letter is a request header, as in daprd.</summary>
internal sealed class HttpBinding(HttpBindingOptions options) : IOutputBinding
{
    private const string PathField = "path";
    private const string ErrorField = "errorIfNot2XX";
    private const string ContentType = "Content-Type";
    private const string Accept = "Accept";
    private const string JsonType = "application/json; charset=utf-8";
    private const string StatusCode = "statusCode";
    private const string Status = "status";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly string[] TraceFields = ["traceparent", "tracestate", "baggage"];

    private HttpMessageInvoker? _client;

    public IReadOnlyList<string> Capabilities { get; } = [];

    public IReadOnlyList<string> Operations { get; } = [BindingRequest.Create, "get", "head", "post", "put", "patch", "delete", "options", "trace"];

    public Task InitAsync(CancellationToken cancellationToken)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        options.Tls?.Apply(handler.SslOptions);
        _client = new HttpMessageInvoker(handler);
        return Task.CompletedTask;
    }

    public async Task<BindingAnswer?> InvokeAsync(BindingRequest request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.ResponseTimeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        using var message = Message(request);
        try
        {
            using var response = await _client!.SendAsync(message, limit.Token);
            var answer = new BindingAnswer(await ReadAsync(response.Content, limit.Token), Metadata(response));
            return FailsUnlessOk(request) && !response.IsSuccessStatusCode
                ? throw new BindingFailedException($"received status code {(int)response.StatusCode}", answer)
                : answer;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {options.ResponseTimeout?.TotalSeconds:0.#} s", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, string> Metadata(HttpResponseMessage response)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [StatusCode] = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture),
            [Status] = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(),
        };
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            metadata[name] = string.Join(", ", values);
        }

        return metadata;
    }

    private static bool HasBody(HttpMethod method) => method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch;

    private bool FailsUnlessOk(BindingRequest request) => request.Metadata.GetValueOrDefault(ErrorField) is { Length: > 0 } text
        ? text.ToLowerInvariant() is "y" or "yes" or "true" or "t" or "on" or "1"
        : options.ErrorIfNot2XX;

    private HttpRequestMessage Message(BindingRequest request)
    {
        var url = request.Metadata.GetValueOrDefault(PathField) is { Length: > 0 } path ? options.Url.TrimEnd('/') + "/" + path.TrimStart('/') : options.Url;
        var method = request.Operation == BindingRequest.Create ? HttpMethod.Post : HttpMethod.Parse(request.Operation.ToUpperInvariant());
        var message = new HttpRequestMessage(method, url) { Version = HttpVersion.Version11 };
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [Accept] = JsonType };
        if (HasBody(method))
        {
            message.Content = new ReadOnlyMemoryContent(request.Data);
            headers[ContentType] = JsonType;
        }

        if (options.SecurityTokenHeader is { } tokenHeader && options.SecurityToken is { } token)
        {
            headers[tokenHeader] = token;
        }

        foreach (var (name, value) in request.Metadata.Where(pair => pair.Key.Length > 0 && char.IsAsciiLetterUpper(pair.Key[0])))
        {
            headers[name] = value;
        }

        foreach (var name in TraceFields)
        {
            if (request.Metadata.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                headers[name] = value;
            }
        }

        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>As in daprd a longer answer is cut at the limit.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (options.MaxResponseBytes <= 0)
        {
            return await content.ReadAsByteArrayAsync(cancellationToken);
        }

        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (kept.Length < options.MaxResponseBytes)
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, options.MaxResponseBytes - kept.Length)), cancellationToken);
            if (count == 0)
            {
                break;
            }

            kept.Write(buffer, 0, count);
        }

        return kept.ToArray();
    }
}
