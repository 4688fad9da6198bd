using System.Buffers;
using System.Text;
using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Http;

/// <summary>The state API over HTTP.</summary>
internal sealed class StateEndpoints(StateApi state)
{
    private const string Save = "POST,PUT";
    private const string FirstWrite = "first-write";
    private const string LastWrite = "last-write";
    private const string ExpiryField = "ttlExpireTime";

    public void Map(ApiRoutes routes)
    {
        routes.Map(Save, "/v1.0/state/{store}", SaveAsync);
        routes.Map(Save, "/v1.0/state/{store}/bulk", GetManyAsync);
        routes.Map(Save, "/v1.0/state/{store}/transaction", TransactAsync);
        routes.Map("GET", "/v1.0/state/{store}/{key}", GetAsync);
        routes.Map("DELETE", "/v1.0/state/{store}/{key}", DeleteAsync);
        routes.Map(Save, "/v1.0-alpha1/state/{store}/query", Unimplemented.Handler("state queries"));
    }

    private async Task SaveAsync(ApiContext context)
    {
        var store = state.Store(context.Route("store"));
        var items = await context.ReadJsonAsync(StateJson.Default.ListStateItem);
        var shared = context.RequestMetadata();
        var operations = new StateOperation[items.Count];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = Upsert(items[i], shared, ErrorCodes.StateSave);
        }

        await state.SaveAsync(store, operations, context.Aborted);
        await context.NoContentAsync();
    }

    private async Task GetAsync(ApiContext context)
    {
        var store = state.Store(context.Route("store"));
        var entry = await state.GetAsync(store, context.Route("key"), context.Aborted);
        if (entry is null)
        {
            await context.NoContentAsync();
            return;
        }

        var headers = context.Http.Response.Headers;
        headers.ETag = entry.ETag;
        if (entry.Expires is { } expires)
        {
            headers[$"metadata.{ExpiryField}"] = StateApi.Expiry(expires);
        }

        await context.BytesAsync(entry.Value, "application/json");
    }

    private async Task GetManyAsync(ApiContext context)
    {
        var store = state.Store(context.Route("store"));
        var request = await context.ReadJsonAsync(StateJson.Default.StateBulkGet);
        var keys = request.Keys ?? [];
        var entries = await state.GetManyAsync(store, keys, context.Aborted);

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            for (var i = 0; i < keys.Count; i++)
            {
                WriteItem(writer, keys[i], entries[i]);
            }

            writer.WriteEndArray();
        }

        await context.BytesAsync(buffer.WrittenMemory, "application/json");
    }

    private async Task DeleteAsync(ApiContext context)
    {
        var store = state.Store(context.Route("store"));
        CheckConcurrency(context.Query("concurrency"));
        await state.DeleteAsync(store, StateOperation.Delete(context.Route("key"), context.Header("If-Match")), context.Aborted);
        await context.NoContentAsync();
    }

    private async Task TransactAsync(ApiContext context)
    {
        var store = state.Store(context.Route("store"));
        var request = await context.ReadJsonAsync(StateJson.Default.StateTransaction);
        var shared = context.RequestMetadata();
        var operations = (request.Operations ?? []).Select(operation => (operation.Operation, operation.Request) switch
        {
            ("upsert", { } item) => Upsert(item, shared, ErrorCodes.StateTransaction),
            ("delete", { } item) => StateOperation.Delete(item.Key ?? "", ETag(item)),
            ("upsert" or "delete", null) => throw Malformed($"an operation '{operation.Operation}' has no request"),
            _ => throw new DaprApiException(
                StatusCodes.Status400BadRequest, ErrorCodes.StateOperationNotSupported, $"operation type {operation.Operation} not supported"),
        }).ToArray();
        await state.TransactAsync(store, operations, context.Aborted);
        await context.NoContentAsync();
    }

    private static StateOperation Upsert(StateItem item, Dictionary<string, string> shared, string errorCode)
    {
        CheckConcurrency(item.Options?.Concurrency);
        var ttl = StateApi.Ttl(shared, errorCode) ?? StateApi.Ttl(item.Metadata, errorCode);
        return StateOperation.Upsert(
            item.Key ?? "",
            item.Value.ValueKind == JsonValueKind.Undefined ? "null"u8.ToArray() : Encoding.UTF8.GetBytes(item.Value.GetRawText()),
            ETag(item),
            item.Options?.Concurrency == FirstWrite,
            ttl);
    }

    private static string? ETag(StateItem item) => string.IsNullOrEmpty(item.Etag) ? null : item.Etag;

    private static void CheckConcurrency(string? concurrency)
    {
        if (concurrency is not (null or "" or FirstWrite or LastWrite))
        {
            throw Malformed($"concurrency '{concurrency}' is neither {FirstWrite} nor {LastWrite}");
        }
    }

    private static void WriteItem(Utf8JsonWriter writer, string key, StateEntry? entry)
    {
        writer.WriteStartObject();
        writer.WriteString("key", key);
        if (entry is not null)
        {
            writer.WritePropertyName("data");
            WriteValue(writer, entry.Value.Span);
            writer.WriteString("etag", entry.ETag);
            if (entry.Expires is { } expires)
            {
                writer.WriteStartObject("metadata");
                writer.WriteString(ExpiryField, StateApi.Expiry(expires));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>JSON as stored; what another face stored that is no JSON, as base64 text.</summary>
    private static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> value)
    {
        if (IsJson(value))
        {
            writer.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            writer.WriteBase64StringValue(value);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static DaprApiException Malformed(string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, message);
}
