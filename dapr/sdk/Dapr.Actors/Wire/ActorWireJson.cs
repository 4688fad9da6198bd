using System.Text.Json.Serialization;

namespace Dapr.Actors.Wire;

/// <summary>Generated serialization of the SDK's own messages.</summary>
[JsonSerializable(typeof(ActorFailure))]
[JsonSerializable(typeof(DaprError))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
internal sealed partial class ActorWireJson : JsonSerializerContext;
