using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Personalization.Grpc;
using Wire = Personalization.Grpc.Messages;

namespace Dapr.Client;

internal sealed partial class DaprGrpcClient
{
    public override async Task<(TValue value, string etag)> GetStateAndETagAsync<TValue>(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var state = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken).ConfigureAwait(false);
        return (Read<TValue>(state.Data), state.Etag);
    }

    public override async Task<(ReadOnlyMemory<byte>, string etag)> GetByteStateAndETagAsync(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var state = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken).ConfigureAwait(false);
        return (state.Data.Memory, state.Etag);
    }

    public override Task SaveStateAsync<TValue>(string storeName, string key, TValue value, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        SaveAsync(storeName, key, Json(value), etag: null, stateOptions, metadata, cancellationToken);

    public override Task<bool> TrySaveStateAsync<TValue>(string storeName, string key, TValue value, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SaveAsync(storeName, key, Json(value), etag, stateOptions, metadata, cancellationToken);
    }

    public override Task SaveByteStateAsync(string storeName, string key, ReadOnlyMemory<byte> binaryValue, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        SaveAsync(storeName, key, UnsafeByteOperations.UnsafeWrap(binaryValue), etag: null, stateOptions, metadata, cancellationToken);

    public override Task<bool> TrySaveByteStateAsync(string storeName, string key, ReadOnlyMemory<byte> binaryValue, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SaveAsync(storeName, key, UnsafeByteOperations.UnsafeWrap(binaryValue), etag, stateOptions, metadata, cancellationToken);
    }

    public override Task DeleteStateAsync(string storeName, string key, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        DeleteAsync(storeName, key, etag: null, stateOptions, metadata, cancellationToken);

    public override Task<bool> TryDeleteStateAsync(string storeName, string key, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return DeleteAsync(storeName, key, etag, stateOptions, metadata, cancellationToken);
    }

    public override async Task<IReadOnlyList<BulkStateItem>> GetBulkStateAsync(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var items = await GetBulkAsync(storeName, keys, parallelism, metadata, cancellationToken).ConfigureAwait(false);
        return [.. items.Select(item => new BulkStateItem(item.Key, Encoding.UTF8.GetString(item.Data.Span), item.Etag))];
    }

    public override async Task<IReadOnlyList<BulkStateItem<TValue>>> GetBulkStateAsync<TValue>(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var items = await GetBulkAsync(storeName, keys, parallelism, metadata, cancellationToken).ConfigureAwait(false);
        return [.. items.Select(item => new BulkStateItem<TValue>(item.Key, Read<TValue>(item.Data), item.Etag))];
    }

    public override Task SaveBulkStateAsync<TValue>(string storeName, IReadOnlyList<SaveStateItem<TValue>> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        if (items.Count == 0)
        {
            throw new ArgumentException("items do not contain any elements");
        }

        var request = new Wire.SaveStateRequest { StoreName = storeName };
        request.States.AddRange(items.Select(item => Item(item.Key, Json(item.Value), item.ETag, item.StateOptions, item.Metadata)));
        return CallAsync(DaprMethods.SaveState, request, StateFailure, cancellationToken);
    }

    public override Task DeleteBulkStateAsync(string storeName, IReadOnlyList<BulkDeleteStateItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        if (items.Count == 0)
        {
            return Task.CompletedTask;
        }

        var request = new Wire.DeleteBulkStateRequest { StoreName = storeName };
        request.States.AddRange(items.Select(item => Item(item.Key, value: null, item.ETag, item.StateOptions, item.Metadata)));
        return CallAsync(DaprMethods.DeleteBulkState, request, StateFailure, cancellationToken);
    }

    public override Task ExecuteStateTransactionAsync(string storeName, IReadOnlyList<StateTransactionRequest> operations, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count == 0)
        {
            throw new ArgumentException($"{nameof(operations)} does not contain any elements");
        }

        var request = new Wire.ExecuteStateTransactionRequest { StoreName = storeName };
        request.Operations.AddRange(operations.Select(operation => new Wire.TransactionalStateOperation
        {
            OperationType = operation.OperationType == StateOperationType.Delete ? "delete" : "upsert",
            Request = Item(operation.Key, operation.Value is { } value ? UnsafeByteOperations.UnsafeWrap(value) : null, operation.ETag, operation.Options, operation.Metadata),
        }));
        Add(request.Metadata, metadata);
        return CallAsync(DaprMethods.ExecuteStateTransaction, request, StateFailure, cancellationToken);
    }

    private static Wire.StateItem Item(string key, ByteString? value, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata)
    {
        var item = new Wire.StateItem { Key = key, Etag = etag is null ? null : new Wire.Etag { Value = etag }, Options = WireOptions(options) };
        if (value is not null)
        {
            item.Value = value;
        }

        Add(item.Metadata, metadata);
        return item;
    }

    private static Wire.StateOptions? WireOptions(StateOptions? options) => options is null
        ? null
        : new Wire.StateOptions
        {
            Consistency = Consistency(options.Consistency),
            Concurrency = options.Concurrency switch
            {
                null => Wire.StateOptions.Types.StateConcurrency.ConcurrencyUnspecified,
                ConcurrencyMode.FirstWrite => Wire.StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite,
                ConcurrencyMode.LastWrite => Wire.StateOptions.Types.StateConcurrency.ConcurrencyLastWrite,
                var other => throw new ArgumentException($"{other} Concurrency Mode is not supported."),
            },
        };

    private static Wire.StateOptions.Types.StateConsistency Consistency(ConsistencyMode? mode) => mode switch
    {
        null => Wire.StateOptions.Types.StateConsistency.ConsistencyUnspecified,
        ConsistencyMode.Eventual => Wire.StateOptions.Types.StateConsistency.ConsistencyEventual,
        ConsistencyMode.Strong => Wire.StateOptions.Types.StateConsistency.ConsistencyStrong,
        var other => throw new ArgumentException($"{other} Consistency Mode is not supported."),
    };

    private Task<Wire.GetStateResponse> GetAsync(string storeName, string key, ConsistencyMode? consistencyMode, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.GetStateRequest { StoreName = storeName, Key = key, Consistency = Consistency(consistencyMode) };
        Add(request.Metadata, metadata);
        return CallAsync(DaprMethods.GetState, request, StateFailure, cancellationToken);
    }

    private async Task<IEnumerable<Wire.BulkStateItem>> GetBulkAsync(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        if (keys.Count == 0)
        {
            throw new ArgumentException("keys do not contain any elements");
        }

        var request = new Wire.GetBulkStateRequest { StoreName = storeName, Keys = { keys }, Parallelism = parallelism ?? 0 };
        Add(request.Metadata, metadata);
        return (await CallAsync(DaprMethods.GetBulkState, request, StateFailure, cancellationToken).ConfigureAwait(false)).Items;
    }

    private Task<bool> SaveAsync(string storeName, string key, ByteString value, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.SaveStateRequest { StoreName = storeName, States = { Item(key, value, etag, options, metadata) } };
        return WriteAsync(DaprMethods.SaveState, request, etag, cancellationToken);
    }

    private Task<bool> DeleteAsync(string storeName, string key, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.DeleteStateRequest { StoreName = storeName, Key = key, Etag = etag is null ? null : new Wire.Etag { Value = etag }, Options = WireOptions(options) };
        Add(request.Metadata, metadata);
        return WriteAsync(DaprMethods.DeleteState, request, etag, cancellationToken);
    }

    /// <summary>A conflict is an outcome when the caller named an ETag, and a failure otherwise.</summary>
    private async Task<bool> WriteAsync<TRequest>(GrpcMethod<TRequest, Google.Protobuf.WellKnownTypes.Empty> method, TRequest request, string? etag, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
    {
        try
        {
            await CallAsync(method, request, StateFailure, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DaprException conflict) when (etag is not null && conflict.InnerException is GrpcException { Code: GrpcStatusCode.Aborted })
        {
            return false;
        }
    }

    private TValue Read<TValue>(ByteString data)
    {
        try
        {
            return data.IsEmpty ? default! : JsonSerializer.Deserialize<TValue>(data.Span, JsonSerializerOptions)!;
        }
        catch (JsonException unreadable)
        {
            throw new DaprException(StateUnreadable, unreadable);
        }
    }
}
