using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Http;

/// <summary>One call of the HTTP API: the request as a building block's endpoint sees it, and the ways to answer.</summary>
internal sealed class ApiContext(HttpContext http, AppRuntime app, RouteMatch match)
{
    private const string MetadataPrefix = "metadata.";

    public HttpContext Http { get; } = http;

    public AppRuntime App { get; } = app;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The <c>traceparent</c> of this call: to hand on, e.g. in an event's envelope.</summary>
    public string TraceParent => Http.Response.Headers.TraceParent.ToString();

    /// <summary>The decoded value of a <c>{name}</c> of the route's template.</summary>
    public string Route(string name) => match[name];

    /// <summary>The first value of a query argument; null when absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    /// <summary>The first value of a request header; null when absent or empty.</summary>
    public string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    /// <summary>The <c>?metadata.k=v</c> arguments, <c>k</c> without the prefix, names compared without case.</summary>
    public Dictionary<string, string> RequestMetadata()
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in Http.Request.Query)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata[name[MetadataPrefix.Length..]] = values.ToString();
            }
        }

        return metadata;
    }

    /// <summary>The whole body. A body over the app's limit ends the call with 413.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBodyAsync()
    {
        var reader = Http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(Aborted);
            if (read.IsCompleted)
            {
                var buffer = read.Buffer;
                var body = new byte[buffer.Length];
                var position = 0;
                foreach (var part in buffer)
                {
                    part.Span.CopyTo(body.AsSpan(position));
                    position += part.Length;
                }

                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="DaprApiException">400 <c>ERR_MALFORMED_REQUEST</c>: not JSON, or not of that shape.</exception>
    public async Task<T> ReadJsonAsync<T>(JsonTypeInfo<T> type)
    {
        var body = await ReadBodyAsync();
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new JsonException("the body is null");
        }
        catch (JsonException e)
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, $"failed deserializing HTTP body: {e.Message}", e);
        }
    }

    public Task NoContentAsync()
    {
        Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task JsonAsync<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        BytesAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", status);

    public async Task BytesAsync(ReadOnlyMemory<byte> body, string contentType, int status = StatusCodes.Status200OK)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = contentType;
        Http.Response.ContentLength = body.Length;
        await Http.Response.Body.WriteAsync(body, Aborted);
    }
}
