using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Grpc;

/// <summary>The state API over gRPC. Values are bytes, stored as they come.</summary>
internal sealed class StateMethods(StateApi state)
{
    private const string ExpiryField = "ttlExpireTime";
    private static readonly Empty Done = new();

    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.GetState, GetAsync);
        server.MapUnary(DaprMethods.GetBulkState, GetManyAsync);
        server.MapUnary(DaprMethods.SaveState, SaveAsync);
        server.MapUnary(DaprMethods.DeleteState, DeleteAsync);
        server.MapUnary(DaprMethods.DeleteBulkState, DeleteManyAsync);
        server.MapUnary(DaprMethods.ExecuteStateTransaction, TransactAsync);
    }

    private async Task<GetStateResponse> GetAsync(GetStateRequest request, GrpcServerCall call)
    {
        var entry = await state.GetAsync(state.Store(request.StoreName), request.Key, call.CancellationToken);
        if (entry is null)
        {
            return new GetStateResponse();
        }

        var response = new GetStateResponse { Data = UnsafeByteOperations.UnsafeWrap(entry.Value), Etag = entry.ETag };
        AddExpiry(response.Metadata, entry);
        return response;
    }

    private async Task<GetBulkStateResponse> GetManyAsync(GetBulkStateRequest request, GrpcServerCall call)
    {
        var store = state.Store(request.StoreName);
        var entries = await state.GetManyAsync(store, request.Keys, call.CancellationToken);
        var response = new GetBulkStateResponse();
        for (var i = 0; i < entries.Count; i++)
        {
            var item = new BulkStateItem { Key = request.Keys[i] };
            if (entries[i] is { } entry)
            {
                item.Data = UnsafeByteOperations.UnsafeWrap(entry.Value);
                item.Etag = entry.ETag;
                AddExpiry(item.Metadata, entry);
            }

            response.Items.Add(item);
        }

        return response;
    }

    private async Task<Empty> SaveAsync(SaveStateRequest request, GrpcServerCall call)
    {
        var store = state.Store(request.StoreName);
        await state.SaveAsync(store, [.. request.States.Select(item => Upsert(item, null, ErrorCodes.StateSave))], call.CancellationToken);
        return Done;
    }

    private async Task<Empty> DeleteAsync(DeleteStateRequest request, GrpcServerCall call)
    {
        await state.DeleteAsync(state.Store(request.StoreName), StateOperation.Delete(request.Key, ETag(request.Etag)), call.CancellationToken);
        return Done;
    }

    private async Task<Empty> DeleteManyAsync(DeleteBulkStateRequest request, GrpcServerCall call)
    {
        var store = state.Store(request.StoreName);
        await state.DeleteManyAsync(store, [.. request.States.Select(item => StateOperation.Delete(item.Key, ETag(item.Etag)))], call.CancellationToken);
        return Done;
    }

    private async Task<Empty> TransactAsync(ExecuteStateTransactionRequest request, GrpcServerCall call)
    {
        var store = state.Store(request.StoreName);
        var operations = request.Operations.Select(operation => (operation.OperationType, operation.Request) switch
        {
            ("upsert", { } item) => Upsert(item, request.Metadata, ErrorCodes.StateTransaction),
            ("delete", { } item) => StateOperation.Delete(item.Key, ETag(item.Etag)),
            ("upsert" or "delete", null) => throw new DaprApiException(
                StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, $"an operation '{operation.OperationType}' has no request"),
            _ => throw new DaprApiException(
                StatusCodes.Status400BadRequest, ErrorCodes.StateOperationNotSupported, $"operation type {operation.OperationType} not supported"),
        }).ToArray();
        await state.TransactAsync(store, operations, call.CancellationToken);
        return Done;
    }

    private static StateOperation Upsert(StateItem item, IDictionary<string, string>? shared, string errorCode) => StateOperation.Upsert(
        item.Key,
        item.Value.Memory,
        ETag(item.Etag),
        item.Options?.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite,
        Ttl(shared, errorCode) ?? Ttl(item.Metadata, errorCode));

    private static int? Ttl(IDictionary<string, string>? metadata, string errorCode) =>
        metadata is { Count: > 0 } ? StateApi.Ttl(metadata.AsReadOnly(), errorCode) : null;

    private static string? ETag(Etag? etag) => etag is { Value.Length: > 0 } ? etag.Value : null;

    private static void AddExpiry(IDictionary<string, string> metadata, StateEntry entry)
    {
        if (entry.Expires is { } expires)
        {
            metadata[ExpiryField] = StateApi.Expiry(expires);
        }
    }
}
