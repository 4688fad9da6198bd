using System.Text.Json;

namespace Dapr.Client;

internal partial class DaprHttpClient
{
    protected const string BindingFailure = "Binding operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    protected const string BindingUnreadable = "Binding operation failed: the response payload could not be deserialized. See InnerException for details.";

    public override async Task InvokeBindingAsync<TRequest>(string bindingName, string operation, TRequest data, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var _ = await InvokeBindingAsync(bindingName, operation, writer => JsonSerializer.Serialize(writer, data, JsonSerializerOptions), metadata, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<TResponse> InvokeBindingAsync<TRequest, TResponse>(string bindingName, string operation, TRequest data, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var response = await InvokeBindingAsync(bindingName, operation, writer => JsonSerializer.Serialize(writer, data, JsonSerializerOptions), metadata, cancellationToken).ConfigureAwait(false);
        var bytes = await ReadBytesAsync(response, BindingFailure, cancellationToken).ConfigureAwait(false);
        try
        {
            return bytes.Length == 0 ? default! : JsonSerializer.Deserialize<TResponse>(bytes, JsonSerializerOptions)!;
        }
        catch (JsonException unreadable)
        {
            throw new DaprException(BindingUnreadable, unreadable);
        }
    }

    public override async Task<BindingResponse> InvokeBindingAsync(BindingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Action<Utf8JsonWriter>? data = request.Data.IsEmpty ? null : writer => ByteValue.WriteOrText(writer, request.Data.Span);
        using var response = await InvokeBindingAsync(request.BindingName, request.Operation, data, request.Metadata, cancellationToken).ConfigureAwait(false);
        var bytes = await ReadBytesAsync(response, BindingFailure, cancellationToken).ConfigureAwait(false);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in response.Headers.NonValidated)
        {
            if (header.Key.StartsWith(WireNames.MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata[header.Key[WireNames.MetadataPrefix.Length..]] = header.Value.ToString();
            }
        }

        return new BindingResponse(request, bytes, metadata);
    }

    private Task<HttpResponseMessage> InvokeBindingAsync(string bindingName, string operation, Action<Utf8JsonWriter>? data, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(bindingName);
        ArgumentException.ThrowIfNullOrEmpty(operation);
        var body = JsonBody(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("operation", operation);
            if (data is not null)
            {
                writer.WritePropertyName("data");
                data(writer);
            }

            WriteMetadata(writer, metadata);
            writer.WriteEndObject();
        });
        return SendAsync(HttpMethod.Post, new SidecarPath("/v1.0/bindings").Segment(bindingName), body, BindingFailure, cancellationToken);
    }
}
