using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Dapr.Actors.Wire;
using Dapr.Client;

namespace Dapr.Actors.Runtime;

/// <summary>Reads and writes actors' states through the sidecar.</summary>
internal sealed class ActorStateStore(ActorSidecar sidecar, JsonSerializerOptions json, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>Reads a state; <c>null</c> when there is none.</summary>
    public async Task<ActorStateEntry?> LoadAsync<T>(string actorType, string actorId, string name, CancellationToken cancellationToken)
    {
        using var response = await sidecar.GetStateAsync(actorType, actorId, name, cancellationToken).ConfigureAwait(false);
        var expires = ExpiryOf(response);
        if (IsEmpty(response) || expires <= time.GetUtcNow())
        {
            return null;
        }

        var value = await ResponseBody.ReadAsync(response, body => JsonSerializer.DeserializeAsync<T>(body, json, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new ActorStateEntry(typeof(T), value, StateChangeKind.None, expires);
    }

    public async Task<bool> ContainsAsync(string actorType, string actorId, string name, CancellationToken cancellationToken)
    {
        using var response = await sidecar.GetStateAsync(actorType, actorId, name, cancellationToken).ConfigureAwait(false);

        // Reading the body to its end keeps the connection usable.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return body.Length > 0 && !(ExpiryOf(response) <= time.GetUtcNow());
    }

    /// <summary>Writes changes in one transaction.</summary>
    public Task SaveAsync(string actorType, string actorId, IReadOnlyCollection<ActorStateChange> changes, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = json.Encoder }))
        {
            writer.WriteStartArray();
            foreach (var change in changes)
            {
                Write(writer, change);
            }

            writer.WriteEndArray();
        }

        return sidecar.SaveStateAsync(actorType, actorId, buffer.WrittenMemory, cancellationToken);
    }

    private static bool IsEmpty(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0;

    private static DateTimeOffset? ExpiryOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(ActorWire.TtlExpireTimeHeader, out var values) && values.ToString() is { Length: > 0 } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;

    private void Write(Utf8JsonWriter writer, ActorStateChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("operation", change.ChangeKind == StateChangeKind.Remove ? "delete" : "upsert");
        writer.WriteStartObject("request");
        writer.WriteString("key", change.StateName);
        if (change.ChangeKind != StateChangeKind.Remove)
        {
            writer.WritePropertyName("value");
            JsonSerializer.Serialize(writer, change.Value, change.Type, json);
            if (change.TTLExpireTime is { } expires)
            {
                var seconds = (int)Math.Ceiling((expires - time.GetUtcNow()).TotalSeconds);
                writer.WriteStartObject("metadata");
                writer.WriteString("ttlInSeconds", seconds.ToString(CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
