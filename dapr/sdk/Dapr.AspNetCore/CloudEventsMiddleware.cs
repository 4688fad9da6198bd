using System.Text;
using System.Text.Json;
using Dapr.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dapr;

/// <summary>Replaces the body of a request that is a CloudEvent by the event's payload, and restores it afterwards.</summary>
internal sealed class CloudEventsMiddleware(RequestDelegate next, CloudEventsMiddlewareOptions options)
{
    private const string Data = "data";
    private const string DataBase64 = "data_base64";
    private const string DataContentType = "datacontenttype";

    /// <summary>Attributes that are the payload, or that other parts of Dapr already hand on.</summary>
    private static readonly HashSet<string> NeverForwarded = new(StringComparer.OrdinalIgnoreCase) { Data, DataBase64, DataContentType, "pubsubname", "traceparent" };

    public async Task InvokeAsync(HttpContext context)
    {
        if (CharsetOf(context.Request) is not { } charset)
        {
            await next(context);
            return;
        }

        using var document = await ReadAsync(context, charset);
        var attributes = document.RootElement.EnumerateObject().ToArray();
        var data = Find(attributes, Data);
        var binary = Find(attributes, DataBase64);
        if (data is not null && binary is not null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var (body, contentType) = Unwrap(attributes, data, binary);
        ForwardAttributes(context.Request, attributes);
        var originalBody = context.Request.Body;
        var originalContentType = context.Request.ContentType;
        try
        {
            context.Request.Body = new MemoryStream(body, writable: false);
            context.Request.ContentType = contentType;
            await next(context);
        }
        finally
        {
            context.Request.ContentType = originalContentType;
            context.Request.Body = originalBody;
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpContext context, string charset)
    {
        if (charset.Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase))
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.GetEncoding(charset), leaveOpen: true);
        return JsonDocument.Parse(await reader.ReadToEndAsync(context.RequestAborted));
    }

    /// <summary>The charset of a CloudEvent; <c>null</c> for any other request.</summary>
    private static string? CharsetOf(HttpRequest request)
    {
        if (request.ContentType?.StartsWith(WireNames.CloudEventContentType, StringComparison.Ordinal) != true
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed)
            || parsed.MediaType != WireNames.CloudEventContentType)
        {
            return null;
        }

        return parsed.Charset.Length > 0 ? parsed.Charset.Value : Encoding.UTF8.WebName;
    }

    private static JsonElement? Find(JsonProperty[] attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute.Value;
            }
        }

        return null;
    }

    private (byte[] Body, string? ContentType) Unwrap(JsonProperty[] attributes, JsonElement? data, JsonElement? binary)
    {
        var (contentType, isJson) = ContentTypeOf(attributes);
        if (binary is { } encoded)
        {
            return (encoded.GetBytesFromBase64(), contentType);
        }

        if (data is not { } payload)
        {
            return ([], null);
        }

        // Only a string can be text; a payload that is no JSON is put into one.
        var asJson = isJson || payload.ValueKind != JsonValueKind.String || options.SuppressJsonDecodingOfTextPayloads;
        return (asJson ? JsonSerializer.SerializeToUtf8Bytes(payload) : Encoding.UTF8.GetBytes(payload.GetString()!), contentType);
    }

    private static (string ContentType, bool IsJson) ContentTypeOf(JsonProperty[] attributes)
    {
        if (Find(attributes, DataContentType) is not { ValueKind: JsonValueKind.String } given || !MediaTypeHeaderValue.TryParse(given.GetString(), out var parsed))
        {
            return ("application/json", true);
        }

        var isJson = parsed.MediaType.Equals("application/json", StringComparison.Ordinal) || parsed.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
        if (!parsed.Charset.HasValue)
        {
            return (given.GetString()!, isJson);
        }

        // The payload is written anew in UTF-8, whatever it was before.
        parsed.Charset = default;
        return (parsed.ToString(), isJson);
    }

    private void ForwardAttributes(HttpRequest request, JsonProperty[] attributes)
    {
        if (!options.ForwardCloudEventPropertiesAsHeaders)
        {
            return;
        }

        foreach (var attribute in attributes.Where(attribute => IsForwarded(attribute.Name)))
        {
            request.Headers.TryAdd($"Cloudevent.{attribute.Name.ToLowerInvariant()}", attribute.Value.GetRawText().Trim('"'));
        }
    }

    private bool IsForwarded(string name)
    {
        if (NeverForwarded.Contains(name))
        {
            return false;
        }

        return options.IncludedCloudEventPropertiesAsHeaders is { } included
            ? included.Contains(name, StringComparer.OrdinalIgnoreCase)
            : options.ExcludedCloudEventPropertiesFromHeaders?.Contains(name, StringComparer.OrdinalIgnoreCase) != true;
    }
}
