using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Decisions.Learning;

/// <summary>Writes calls packed; reads them packed or not.</summary>
public sealed class LoggedCallConverter : JsonConverter<LoggedCall>
{
    public override LoggedCall Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var kept = JsonSerializer.Deserialize(ref reader, KeptCallJson.Default.KeptCall) ?? throw new JsonException("A logged call is null.");
        try
        {
            var (context, slots) = kept.Packed is { } packed ? PackedSlots.Read(packed) : (kept.Context, kept.Slots ?? throw new JsonException("A logged call has no slots."));
            return new LoggedCall { At = kept.At, Deferred = kept.Deferred, Digest = kept.Digest, Context = context, Slots = slots, Reply = kept.Reply };
        }
        catch (Exception fault) when (fault is FormatException or ArgumentOutOfRangeException)
        {
            throw new JsonException("A logged call is not as it was written.", fault);
        }
    }

    public override void Write(Utf8JsonWriter writer, LoggedCall value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new KeptCall { At = value.At, Deferred = value.Deferred, Digest = value.Digest, Packed = PackedSlots.Write(value.Context, value.Slots), Reply = value.Reply },
        KeptCallJson.Default.KeptCall);
}
