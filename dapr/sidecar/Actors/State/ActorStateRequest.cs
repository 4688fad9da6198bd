using System.Globalization;
using System.Text.Json;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors.State;

/// <summary>Reads the body of an actor state transaction. Values are slices of the body: nothing is written again.</summary>
internal static class ActorStateRequest
{
    private const string UpsertOperation = "upsert";
    private const string DeleteOperation = "delete";

    /// <param name="body">The request's body.</param>
    /// <param name="fullKey">From the actor's key to the stored one.</param>
    /// <exception cref="JsonException">Not an array of operations.</exception>
    /// <exception cref="FormatException">A ttl is no whole number.</exception>
    /// <exception cref="NotSupportedException">An operation is neither upsert nor delete.</exception>
    public static List<StateOperation> Parse(ReadOnlyMemory<byte> body, Func<string, string> fullKey)
    {
        var operations = new List<StateOperation>();
        var reader = new Utf8JsonReader(body.Span);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "the body is not an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartObject, "an operation is not an object");
            operations.Add(ReadOperation(ref reader, body, fullKey));
        }

        return operations;
    }

    private static StateOperation ReadOperation(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Func<string, string> fullKey)
    {
        string? kind = null;
        var request = default(Request);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("operation"u8))
            {
                reader.Read();
                kind = Text(ref reader);
            }
            else if (reader.ValueTextEquals("request"u8))
            {
                reader.Read();
                Expect(reader.TokenType == JsonTokenType.StartObject, "a request is not an object");
                request = ReadRequest(ref reader, body);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (kind is not (UpsertOperation or DeleteOperation))
        {
            throw new NotSupportedException($"operation type '{kind}' is not supported");
        }

        Expect(!string.IsNullOrEmpty(request.Key), "an operation has no key");
        return kind == DeleteOperation
            ? StateOperation.Delete(fullKey(request.Key!), request.ETag)
            : StateOperation.Upsert(fullKey(request.Key!), request.Value ?? "null"u8.ToArray(), request.ETag, ttlSeconds: request.Ttl);
    }

    private static Request ReadRequest(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var request = default(Request);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("key"u8))
            {
                reader.Read();
                request.Key = Text(ref reader);
            }
            else if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                request.Value = body[start..(int)reader.BytesConsumed];
            }
            else if (reader.ValueTextEquals("etag"u8))
            {
                reader.Read();
                request.ETag = Text(ref reader) is { Length: > 0 } etag ? etag : null;
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                request.Ttl = ReadTtl(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return request;
    }

    private static int? ReadTtl(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        int? ttl = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTtl = reader.ValueTextEquals("ttlInSeconds"u8);
            reader.Read();
            if (!isTtl)
            {
                reader.Skip();
                continue;
            }

            var text = reader.TokenType == JsonTokenType.Number
                ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan)
                : Text(ref reader);
            ttl = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
                ? seconds
                : throw new FormatException($"ttlInSeconds '{text}' is not a whole number of seconds");
        }

        return ttl;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType is JsonTokenType.String or JsonTokenType.Null, "a text was expected");
        return reader.GetString();
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new JsonException(otherwise);
        }
    }

    private struct Request
    {
        public string? Key;
        public string? ETag;
        public ReadOnlyMemory<byte>? Value;
        public int? Ttl;
    }
}
