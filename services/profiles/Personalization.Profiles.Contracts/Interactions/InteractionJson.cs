using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Profiles.Contracts;

/// <summary>How a consumer reads topic `interactions`: as <see cref="ProfilesJson"/>, and a required member that is null makes the event unreadable.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(InteractionRecorded))]
public sealed partial class InteractionJson : JsonSerializerContext;
