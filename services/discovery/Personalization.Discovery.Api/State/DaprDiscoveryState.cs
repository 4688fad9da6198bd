using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapr;
using Dapr.Client;
using Personalization.Abstractions.Naming;

namespace Personalization.Discovery.Api.State;

/// <summary>State through the sidecar. Values are written as the bytes of their JSON, so that generated serializers do the work.</summary>
internal sealed class DaprDiscoveryState(DaprClient dapr) : IDiscoveryState
{
    private const int KeysAtOnce = 100;

    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite };

    public Task<Stored<T>> GetAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => ReachAsync(async () =>
        {
            var (bytes, etag) = await dapr.GetByteStateAndETagAsync(Components.DiscoveryState, key, cancellationToken: cancellationToken);
            return bytes.IsEmpty ? new Stored<T>(null, "") : new Stored<T>(JsonSerializer.Deserialize(bytes.Span, type), etag ?? "");
        }, cancellationToken);

    public Task<IReadOnlyList<T?>> GetManyAsync<T>(IReadOnlyList<string> keys, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => ReachAsync<IReadOnlyList<T?>>(async () =>
        {
            var values = new Dictionary<string, T?>(StringComparer.Ordinal);
            foreach (var some in keys.Chunk(KeysAtOnce))
            {
                foreach (var item in await dapr.GetBulkStateAsync(Components.DiscoveryState, some, parallelism: 4, cancellationToken: cancellationToken))
                {
                    values[item.Key] = string.IsNullOrEmpty(item.Value) ? null : JsonSerializer.Deserialize(item.Value, type);
                }
            }

            return [.. keys.Select(key => values.GetValueOrDefault(key))];
        }, cancellationToken);

    public Task<bool> TrySaveAsync<T>(string key, T value, JsonTypeInfo<T> type, string etag, TimeSpan? lifetime, CancellationToken cancellationToken)
        where T : class => ReachAsync(() =>
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
            var metadata = lifetime is { } seconds
                ? new Dictionary<string, string> { ["ttlInSeconds"] = ((int)seconds.TotalSeconds).ToString(CultureInfo.InvariantCulture) }
                : null;
            return dapr.TrySaveByteStateAsync(Components.DiscoveryState, key, bytes, etag, FirstWrite, metadata, cancellationToken);
        }, cancellationToken);

    public async Task<bool> TryCommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        var requests = changes
            .Select(change => new StateTransactionRequest(
                change.Key,
                change.Json,
                change.Json is null ? StateOperationType.Delete : StateOperationType.Upsert,
                string.IsNullOrEmpty(change.ETag) ? null : change.ETag,
                options: change.ETag is null ? null : FirstWrite))
            .ToList();
        try
        {
            await dapr.ExecuteStateTransactionAsync(Components.DiscoveryState, requests, cancellationToken: cancellationToken);
            return true;
        }
        catch (DaprException)
        {
            // Dapr answers every failed transaction alike, a changed ETag too: the caller reads again and decides anew.
            return false;
        }
        catch (HttpRequestException exception)
        {
            throw new StateUnavailableException(exception);
        }
    }

    private static async Task<T> ReachAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is DaprException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new StateUnavailableException(exception);
        }
    }
}
