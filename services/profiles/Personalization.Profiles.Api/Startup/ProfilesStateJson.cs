using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Startup;

/// <summary>Source-generated JSON of what only this service writes and reads: state keys and calls among its own actors.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(OutboxState))]
[JsonSerializable(typeof(ReplayReply))]
[JsonSerializable(typeof(MergeStep))]
[JsonSerializable(typeof(MergeProbe))]
[JsonSerializable(typeof(MergeFooting))]
[JsonSerializable(typeof(MergeOffer))]
[JsonSerializable(typeof(AbsorbReply))]
internal sealed partial class ProfilesStateJson : JsonSerializerContext
{
    /// <summary>
    /// Options for the SDK: our types by generated code, the SDK's own by its own means. Letters stay as they are: escaped, a text that is not
    /// English takes up to three times the room, and an event of allowed size no longer fits into what a sidecar takes.
    /// </summary>
    public static JsonSerializerOptions SdkOptions() => new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ProfilesJson.Default, Default, new DefaultJsonTypeInfoResolver()),
    };
}
