using System.Buffers.Text;
using System.Text.Json;

namespace Dapr.Client;

/// <summary>
/// Bytes on a wire that carries JSON values. Bytes that are JSON travel as that JSON, so that they read back as typed values too;
/// any others travel as a JSON string with a data URI, which reading undoes.
/// </summary>
internal static class ByteValue
{
    private static ReadOnlySpan<byte> Prefix => "\"data:application/octet-stream;base64,"u8;

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (IsJson(bytes))
        {
            writer.WriteRawValue(bytes, skipInputValidation: true);
            return;
        }

        var value = new byte[Prefix.Length + Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 1];
        Prefix.CopyTo(value);
        Base64.EncodeToUtf8(bytes, value.AsSpan(Prefix.Length), out _, out var written);
        value[Prefix.Length + written] = (byte)'"';
        writer.WriteRawValue(value.AsSpan(0, Prefix.Length + written + 1), skipInputValidation: true);
    }

    /// <summary>For bindings, which unquote a JSON string before they use it: text stays text, and other bytes become Base64.</summary>
    public static void WriteOrText(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (IsJson(bytes))
        {
            writer.WriteRawValue(bytes, skipInputValidation: true);
        }
        else if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            writer.WriteStringValue(bytes);
        }
        else
        {
            writer.WriteBase64StringValue(bytes);
        }
    }

    public static ReadOnlyMemory<byte> Decode(byte[] stored)
    {
        if (!stored.AsSpan().StartsWith(Prefix) || stored[^1] != (byte)'"')
        {
            return stored;
        }

        var encoded = stored.AsSpan(Prefix.Length, stored.Length - Prefix.Length - 1);
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        return Base64.DecodeFromUtf8(encoded, bytes, out _, out var written) == System.Buffers.OperationStatus.Done ? bytes.AsMemory(0, written) : stored;
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0 && reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
