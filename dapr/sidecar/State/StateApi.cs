using System.Globalization;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.State;

/// <summary>
/// The state operations of one app, over any face: finds the store, prefixes keys, applies the store's outbound resiliency, and turns
/// failures into daprd's codes. Keys of the callers carry no prefix.
/// </summary>
internal sealed class StateApi(AppRuntime app)
{
    /// <summary>Seconds until an entry expires; in an item's metadata.</summary>
    public const string TtlField = "ttlInSeconds";

    private const int BadRequest = 400;
    private const int Conflict = 409;
    private const int Failed = 500;

    private readonly Lazy<bool> _configured = new(() => app.Components.OfKind<IStateStore>().Any());

    /// <exception cref="DaprApiException">400 no such store, 500 no store at all.</exception>
    public NamedStore Store(string name)
    {
        if (app.Components.TryGet<IStateStore>(name, out var store))
        {
            return new NamedStore(name, store, app.Resiliency.ForOutbound(name, ResiliencyPolicies.StateStore));
        }

        throw _configured.Value
            ? new DaprApiException(BadRequest, ErrorCodes.StateStoreNotFound, $"state store {name} is not found")
            : new DaprApiException(Failed, ErrorCodes.StateStoreNotConfigured, "state store is not configured");
    }

    public async Task<StateEntry?> GetAsync(NamedStore store, string key, CancellationToken cancellationToken)
    {
        var full = FullKey(store, key);
        try
        {
            return await MeasureAsync(store, "get", token => store.Store.GetAsync(full, token), cancellationToken);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw new DaprApiException(Failed, ErrorCodes.StateGet, $"fail to get {key} from state store {store.Name}: {e.Message}", e);
        }
    }

    /// <summary>Entries in the order of the keys; null where absent.</summary>
    public async Task<IReadOnlyList<StateEntry?>> GetManyAsync(NamedStore store, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var full = keys.Select(key => FullKey(store, key)).ToArray();
        try
        {
            return await MeasureAsync(store, "bulk_get", token => store.Store.GetManyAsync(full, token), cancellationToken);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw new DaprApiException(Failed, ErrorCodes.StateGet, $"fail to get from state store {store.Name}: {e.Message}", e);
        }
    }

    /// <summary>Saves, atomically where the store can.</summary>
    public Task SaveAsync(NamedStore store, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken) =>
        WriteAsync(store, operations, ErrorCodes.StateSave, "failed saving state in", cancellationToken);

    /// <summary>Deletes, atomically where the store can.</summary>
    public Task DeleteManyAsync(NamedStore store, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken) =>
        WriteAsync(store, operations, ErrorCodes.StateDelete, "failed deleting state in", cancellationToken);

    public Task DeleteAsync(NamedStore store, StateOperation operation, CancellationToken cancellationToken) =>
        WriteAsync(store, [operation], ErrorCodes.StateDelete, $"failed deleting state with key {operation.Key} in", cancellationToken);

    /// <summary>All or none. Every failure, an etag's too, is 500 as in daprd.</summary>
    public async Task TransactAsync(NamedStore store, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        if (!store.Store.IsTransactional)
        {
            throw new DaprApiException(Failed, ErrorCodes.StateStoreNotSupported, $"state store {store.Name} doesn't support transaction");
        }

        if (operations.Count == 0)
        {
            return;
        }

        var full = Prefixed(store, operations);
        try
        {
            await MeasureAsync(store, "transaction", token => store.Store.ApplyAsync(full, token), cancellationToken);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw new DaprApiException(Failed, ErrorCodes.StateTransaction, $"error while executing state transaction: {e.Message}", e);
        }
    }

    /// <exception cref="DaprApiException">The metadata's TTL is not a whole number; <paramref name="errorCode"/> says in which operation.</exception>
    public static int? Ttl(IReadOnlyDictionary<string, string>? metadata, string errorCode)
    {
        if (metadata is null || !metadata.TryGetValue(TtlField, out var text) || text.Length == 0)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw new DaprApiException(Failed, errorCode, $"error parsing TTL: incorrect value for metadata '{TtlField}': '{text}' is not a whole number of seconds");
    }

    /// <summary>When an entry expires, as its metadata says it.</summary>
    public static string Expiry(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    private async Task WriteAsync(NamedStore store, IReadOnlyList<StateOperation> operations, string code, string what, CancellationToken cancellationToken)
    {
        if (operations.Count == 0)
        {
            return;
        }

        var full = Prefixed(store, operations);
        try
        {
            await MeasureAsync(store, code == ErrorCodes.StateDelete ? "delete" : "set", token => store.Store.ApplyAsync(full, token), cancellationToken);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            var status = e switch
            {
                ETagMismatchException => Conflict,
                ETagInvalidException => BadRequest,
                _ => Failed,
            };
            throw new DaprApiException(status, code, $"{what} state store {store.Name}: {e.Message}", e);
        }
    }

    private Task MeasureAsync(NamedStore store, string operation, Func<CancellationToken, Task> call, CancellationToken cancellationToken) => MeasureAsync(
        store,
        operation,
        async token =>
        {
            await call(token);
            return true;
        },
        cancellationToken);

    private async Task<T> MeasureAsync<T>(NamedStore store, string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var began = app.Services.Time.GetTimestamp();
        var success = false;
        try
        {
            var result = await store.Pipeline.RunAsync(call, cancellationToken: cancellationToken);
            success = true;
            return result;
        }
        finally
        {
            app.Metrics.Record(ComponentActivity.State, store.Name, operation, success, app.Services.Time.GetElapsedTime(began));
        }
    }

    private static bool IsFailure(Exception e, CancellationToken caller) => e is not DaprApiException && !caller.IsCancellationRequested;

    private static StateOperation[] Prefixed(NamedStore store, IReadOnlyList<StateOperation> operations)
    {
        var full = new StateOperation[operations.Count];
        for (var i = 0; i < full.Length; i++)
        {
            full[i] = operations[i] with { Key = FullKey(store, operations[i].Key) };
        }

        return full;
    }

    private static string FullKey(NamedStore store, string key)
    {
        if (key.Length == 0)
        {
            throw new DaprApiException(BadRequest, ErrorCodes.MalformedRequest, "a key is empty or missing");
        }

        return key.Contains(KeyPrefix.Separator, StringComparison.Ordinal)
            ? throw new DaprApiException(BadRequest, ErrorCodes.MalformedRequest, $"input key/keyPrefix '{key}' can't contain '{KeyPrefix.Separator}'")
            : store.Store.KeyPrefix.Apply(key);
    }
}
