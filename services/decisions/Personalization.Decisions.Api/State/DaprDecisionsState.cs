using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapr;
using Dapr.Client;
using Personalization.Abstractions.Naming;

namespace Personalization.Decisions.Api.State;

/// <summary>State through the sidecar.</summary>
internal sealed class DaprDecisionsState(DaprClient dapr) : IDecisionsState
{
    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite };

    public async Task<(T? Value, string ETag)> GetAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var (bytes, etag) = await dapr.GetByteStateAndETagAsync(Components.DecisionsState, key, cancellationToken: cancellationToken);
            return bytes.IsEmpty ? (null, "") : (JsonSerializer.Deserialize(bytes.Span, type), etag ?? "");
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            throw new StateUnavailableException(exception);
        }
    }

    public async Task<IReadOnlyList<(T? Value, string ETag)>> GetManyAsync<T>(IReadOnlyList<string> keys, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (keys.Count == 0)
        {
            return [];
        }

        try
        {
            var found = await dapr.GetBulkStateAsync(Components.DecisionsState, keys, parallelism: 4, cancellationToken: cancellationToken);
            var byKey = found.Where(item => !string.IsNullOrEmpty(item.Value)).ToDictionary(item => item.Key, item => (JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(item.Value), type), item.ETag));
            return [.. keys.Select(key => byKey.TryGetValue(key, out var value) ? value : (null, ""))];
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            throw new StateUnavailableException(exception);
        }
    }

    public async Task<bool> TryCommitAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            await dapr.ExecuteStateTransactionAsync(Components.DecisionsState, [.. writes.Select(Request)], cancellationToken: cancellationToken);
            return true;
        }
        catch (DaprException)
        {
            // Dapr answers every failed transaction alike, a changed ETag too: the caller reads again, which says whether the store is away.
            return false;
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            throw new StateUnavailableException(exception);
        }
    }

    private static StateTransactionRequest Request(StateWrite write) => new(
        write.Key,
        write.Json,
        StateOperationType.Upsert,
        string.IsNullOrEmpty(write.ETag) ? null : write.ETag,
        write.Lifetime is { } lifetime ? new Dictionary<string, string> { ["ttlInSeconds"] = ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture) } : null,
        write.ETag is null ? null : FirstWrite);

    private static bool IsAway(Exception exception, CancellationToken cancellationToken) =>
        exception is DaprException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
