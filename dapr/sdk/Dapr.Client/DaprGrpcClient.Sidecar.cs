using System.Text.Json;
using Google.Protobuf;
using Personalization.Grpc;
using Wire = Personalization.Grpc.Messages;

namespace Dapr.Client;

internal sealed partial class DaprGrpcClient
{
    public override Task InvokeBindingAsync<TRequest>(string bindingName, string operation, TRequest data, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        InvokeBindingAsync(bindingName, operation, Json(data), metadata, cancellationToken);

    public override async Task<TResponse> InvokeBindingAsync<TRequest, TResponse>(string bindingName, string operation, TRequest data, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var answer = await InvokeBindingAsync(bindingName, operation, Json(data), metadata, cancellationToken).ConfigureAwait(false);
        try
        {
            return answer.Data.IsEmpty ? default! : JsonSerializer.Deserialize<TResponse>(answer.Data.Span, JsonSerializerOptions)!;
        }
        catch (JsonException unreadable)
        {
            throw new DaprException(BindingUnreadable, unreadable);
        }
    }

    public override async Task<BindingResponse> InvokeBindingAsync(BindingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await InvokeBindingAsync(request.BindingName, request.Operation, UnsafeByteOperations.UnsafeWrap(request.Data), request.Metadata, cancellationToken).ConfigureAwait(false);
        return new BindingResponse(request, answer.Data.Memory, new Dictionary<string, string>(answer.Metadata, StringComparer.Ordinal));
    }

    public override async Task<Dictionary<string, string>> GetSecretAsync(string storeName, string key, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.GetSecretRequest { StoreName = storeName, Key = key };
        Add(request.Metadata, metadata);
        var secret = await CallAsync(DaprMethods.GetSecret, request, SecretFailure, cancellationToken).ConfigureAwait(false);
        return new Dictionary<string, string>(secret.Data, StringComparer.Ordinal);
    }

    public override async Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(string storeName, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.GetBulkSecretRequest { StoreName = storeName };
        Add(request.Metadata, metadata);
        var secrets = await CallAsync(DaprMethods.GetBulkSecret, request, SecretFailure, cancellationToken).ConfigureAwait(false);
        return secrets.Data.ToDictionary(secret => secret.Key, secret => new Dictionary<string, string>(secret.Value.Secrets, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public override Task ShutdownSidecarAsync(CancellationToken cancellationToken = default) =>
        CallAsync(DaprMethods.Shutdown, new Wire.ShutdownRequest(), ShutdownFailure, cancellationToken);

    public override async Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default)
    {
        var metadata = await CallAsync(DaprMethods.GetMetadata, new Wire.GetMetadataRequest(), GetMetadataFailure, cancellationToken).ConfigureAwait(false);
        return new DaprMetadata(
            metadata.Id,
            [.. (metadata.ActorRuntime?.ActiveActors ?? []).Select(actor => new DaprActorMetadata(actor.Type, actor.Count))],
            new Dictionary<string, string>(metadata.ExtendedMetadata, StringComparer.Ordinal),
            [.. metadata.RegisteredComponents.Select(component => new DaprComponentsMetadata(component.Name, component.Type, component.Version, [.. component.Capabilities]))]);
    }

    public override Task SetMetadataAsync(string attributeName, string attributeValue, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(attributeName);
        return CallAsync(DaprMethods.SetMetadata, new Wire.SetMetadataRequest { Key = attributeName, Value = attributeValue ?? "" }, SetMetadataFailure, cancellationToken);
    }

    private Task<Wire.InvokeBindingResponse> InvokeBindingAsync(string bindingName, string operation, ByteString data, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(bindingName);
        ArgumentException.ThrowIfNullOrEmpty(operation);
        var request = new Wire.InvokeBindingRequest { Name = bindingName, Operation = operation, Data = data };
        Add(request.Metadata, metadata);
        return CallAsync(DaprMethods.InvokeBinding, request, BindingFailure, cancellationToken);
    }
}
